package dev.stead.matcher.domain;

/** What was decided about a presentation. */
public sealed interface Decision {
    /** One enrolled subject, by the gallery's operating point. */
    record Identified(SubjectId subject) implements Decision {}

    /** Two subjects are too similar to the probe to tell which it is. */
    record Ambiguous() implements Decision {}

    /** Nobody in the gallery is similar enough. */
    record NotIdentified() implements Decision {}
}
