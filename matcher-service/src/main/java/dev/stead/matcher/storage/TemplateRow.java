package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.SubjectId;
import java.util.UUID;

/** One template as the index needs it. */
record TemplateRow(Ref ref, Embedding embedding) {

    /**
     * Which template it is, and whose. A template never changes: its id stands for its content.
     *
     * @param anchor whether it is of the enrolment itself
     */
    record Ref(Owner owner, UUID template, boolean anchor) {}

    /** A subject in one enrolment of theirs. Its generation is all that leaves the matcher of it. */
    record Owner(SubjectId subject, String enrolment, UUID generation) {}
}
