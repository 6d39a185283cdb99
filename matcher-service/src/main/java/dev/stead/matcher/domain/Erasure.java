package dev.stead.matcher.domain;

/** Whom to erase, and on whose word. A token alone is enough to erase somebody, but not to enrol another face in their place at once. */
public sealed interface Erasure {
    SubjectId subject();

    /** By an operator. */
    record ByOperator(SubjectId subject) implements Erasure {}

    /** By whoever has the person's token. */
    record ByToken(SubjectId subject) implements Erasure {}

    /** By the person, whose sample proves that it is they. */
    record WithProof(SubjectId subject, Sample proof, CaptureNonce nonce) implements Erasure {}
}
