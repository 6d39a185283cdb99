package dev.stead.matcher.grpc;

import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.ErrorMapper;
import dev.stead.mesh.Problem;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps each domain error to a problem whose reason is the error's name. */
public final class MatcherErrors implements ErrorMapper {
    /** The metadata with the ids of those whom the samples look like. */
    private static final String LOOK_ALIKES = "look_alikes";

    /** The metadata with the time from which it is possible, as ISO 8601 in UTC. */
    private static final String POSSIBLE_FROM = "possible_from";

    private static final Duration LATER = Duration.ofSeconds(60);

    @Override
    public @Nullable Problem map(RuntimeException e) {
        return e instanceof MatcherException refused ? problem(refused) : null;
    }

    static Problem problem(MatcherException refused) {
        MatcherError error = refused.error();
        String detail = refused.detail();
        String sentence = sentence(detail);
        Problem problem = Problem.of(code(error), error.name(), sentence);
        if (!refused.lookAlikes().isEmpty()) {
            problem = problem.with(
                    LOOK_ALIKES,
                    refused.lookAlikes().stream().map(SubjectId::value).collect(Collectors.joining(",")));
        }
        if (refused.possibleFrom().isPresent()) {
            problem = problem.with(POSSIBLE_FROM, refused.possibleFrom().get().toString());
        }
        return error == MatcherError.DECISION_BUDGET_SPENT || error == MatcherError.OVERLOADED
                ? problem.retryAfter(LATER)
                : problem;
    }

    /** Begins with a capital, unless its first word is a field's name. */
    static String sentence(String detail) {
        boolean field = detail.substring(0, (detail + " ").indexOf(' ')).contains("_");
        return (field ? detail.substring(0, 1) : detail.substring(0, 1).toUpperCase(Locale.ROOT)) + detail.substring(1)
                + ".";
    }

    static Code code(MatcherError error) {
        return switch (error) {
            case EMBEDDING_MISSING,
                    EMBEDDING_LENGTH,
                    EMBEDDING_NOT_FINITE,
                    EMBEDDING_ZERO,
                    QUALITY_INVALID,
                    SAMPLE_COUNT_INVALID,
                    SUBJECT_ID_INVALID,
                    SUBJECT_ID_NOT_ALLOWED,
                    LOOK_ALIKE_INVALID,
                    CONSENT_INVALID,
                    NONCE_INVALID,
                    SEQUENCE_NOT_INCREASING,
                    GALLERY_CHANGED,
                    CAPTURE_PROOF_REQUIRED,
                    CAPTURE_PROOF_INVALID,
                    CAPTURE_DEVICE_INVALID -> Code.INVALID_ARGUMENT;
            case GALLERY_UNKNOWN, SUBJECT_UNKNOWN, RECEIPT_UNKNOWN, HELD_ENROLMENT_UNKNOWN, CAPTURE_DEVICE_UNKNOWN ->
                Code.NOT_FOUND;
            case LOOK_ALIKE_NOT_ALLOWED, CAPTURE_DEVICE_SUSPENDED -> Code.PERMISSION_DENIED;
            case SUBJECT_EXISTS -> Code.ALREADY_EXISTS;
            case MODEL_MISMATCH,
                    QUALITY_TOO_LOW,
                    SAMPLES_DISAGREE,
                    WRONG_PERSON,
                    TEMPLATE_LIMIT_REACHED,
                    TEMPLATE_WAITS,
                    ENROLMENT_WAITS,
                    PROOF_FAILED,
                    ENROLMENT_SPENT,
                    NONCE_USED,
                    CAPTURE_CHALLENGE_UNKNOWN,
                    CAPTURE_TIME_OFF,
                    CAPTURE_COUNTER_USED,
                    MORE_THAN_ONE_FACE,
                    PRESENTATION_ATTACK_SUSPECTED,
                    REQUEST_ID_REUSED -> Code.FAILED_PRECONDITION;
            case ERASURE_NOT_LISTED, RING_UNKNOWN -> Code.UNAVAILABLE;
            case DECISION_BUDGET_SPENT, OVERLOADED -> Code.RESOURCE_EXHAUSTED;
        };
    }
}
