package dev.stead.terminal;

import dev.stead.matcher.v1.Decision;

/** The matcher's decision about who is in front of the camera. */
public sealed interface Identification {
    /** One enrolled person, as certainly as the gallery's operating point demands. */
    record Identified(SignedAssertion assertion) implements Identification {}

    /** Two enrolled people are too similar to tell apart: capture another sample, or ask for another factor. */
    record Ambiguous() implements Identification {}

    /** No enrolled person. */
    record NotIdentified() implements Identification {}

    /**
     * Converts the contract's message.
     *
     * @throws SteadException if this version does not know the outcome
     */
    static Identification of(Decision decision) {
        return switch (decision.getOutcomeCase()) {
            case IDENTIFIED ->
                new Identified(SignedAssertion.of(decision.getIdentified().getAssertion()));
            case AMBIGUOUS -> new Ambiguous();
            case NOT_IDENTIFIED -> new NotIdentified();
            case OUTCOME_NOT_SET ->
                throw SteadException.of("matcher", "a decision without an outcome: it is newer than this terminal");
        };
    }
}
