package dev.stead.terminal;

import dev.stead.matcher.v1.Decision;

/** Who stands there. */
public sealed interface Identification {
    /** One enrolled person, certain to the gallery's operating point. */
    record Identified(Assertion assertion) implements Identification {}

    /** Two enrolled people are too close to tell apart: ask for another sample, or another factor. */
    record Ambiguous() implements Identification {}

    /** Nobody who is enrolled. */
    record NotIdentified() implements Identification {}

    /** Reads the matcher's answer. */
    static Identification of(Decision decision) {
        return switch (decision.getOutcomeCase()) {
            case IDENTIFIED ->
                new Identified(Assertion.of(decision.getIdentified().getAssertion()));
            case AMBIGUOUS -> new Ambiguous();
            case NOT_IDENTIFIED -> new NotIdentified();
            case OUTCOME_NOT_SET ->
                throw SteadException.of("matcher", "a decision without an outcome: it is newer than this terminal");
        };
    }
}
