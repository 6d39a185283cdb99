package dev.stead.matcher.domain;

/** What was decided about a presentation. */
public sealed interface Decision {
    /** One enrolled subject, certain to the gallery's operating point. */
    record Identified(SubjectId subject) implements Decision {}

    /** Two subjects are too close to tell. */
    record Ambiguous() implements Decision {}

    /** Nobody in the gallery is close enough. */
    record NotIdentified() implements Decision {}
}
