package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.stead.matcher.testing.Faces;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong value cannot be built, and a biometric one does not print. */
class ValuesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final Faces FACES = new Faces(1);

    @Test
    void anEmbeddingIsNormalised() {
        Embedding embedding = Embedding.normalised(new float[] {3, 0, 4});

        assertThat(embedding.values()).containsExactly(0.6f, 0, 0.8f);
        assertThat(embedding.similarityTo(embedding)).isCloseTo(1, within(1e-6f));
    }

    @Test
    void anEmbeddingOfTheGreatestAndSmallestNumbersIsNormalisedToo() {
        assertThat(Embedding.normalised(new float[] {Float.MAX_VALUE, 0}).values())
                .containsExactly(1, 0);
        assertThat(Embedding.normalised(new float[] {0, Float.MIN_NORMAL}).values())
                .containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void anEmbeddingIsFinite(float bad) {
        assertRefused(() -> Embedding.normalised(new float[] {1, bad, 1}), MatcherError.EMBEDDING_NOT_FINITE);
    }

    @Test
    void anEmbeddingHasADirection() {
        assertRefused(() -> Embedding.normalised(new float[] {0, -0f, 0}), MatcherError.EMBEDDING_ZERO);
        assertRefused(() -> Embedding.normalised(new float[] {Float.MIN_VALUE}), MatcherError.EMBEDDING_ZERO);
        assertRefused(() -> Embedding.normalised(new float[0]), MatcherError.EMBEDDING_ZERO);
    }

    @Test
    void aRefusalSaysWhatCame() {
        assertThatThrownBy(() -> CaptureNonce.of(new byte[1])).hasMessage("capture_nonce must have 16 bytes, not 1");
        assertThatThrownBy(() -> new Quality(0).require(new Quality(30)))
                .hasMessageContaining("at least 30")
                .hasMessageContaining("the sample has 0");
        assertThatThrownBy(() -> new Quality(101)).hasMessageContaining("not 101");
        assertThatThrownBy(() -> new ModelId("m".repeat(129))).hasMessageContaining("not 129");
        assertThatThrownBy(() -> new Enrolment(new SubjectId("a"), new Consent("1", NOW), List.of(), NOW))
                .hasMessageContaining("not 0");
        assertThatThrownBy(() -> new Consent("c".repeat(65), NOW)).hasMessageContaining("not 65");
    }

    @Test
    void nothingBiometricPrints() {
        Sample sample = FACES.sample(1, 1);
        var probe = new Probe(sample.embedding());

        assertThat(probe).hasToString("Probe[128 floats]");
        assertThat(sample.embedding()).hasToString("Embedding[128 floats]");
        String digits = Float.toString(sample.embedding().values()[0]);
        assertThat(sample.toString()).doesNotContain(digits);
        assertThat(new Candidate(new SubjectId("ada"), 0.4711f).toString()).doesNotContain("47");
        assertThat(CandidateList.of(List.of(new Candidate(new SubjectId("ada"), 0.4711f)).stream(), 1)
                        .toString())
                .doesNotContain("47");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/b",
                "ä",
                "a\n",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void aSubjectIdIsPlain(String bad) {
        assertRefused(() -> new SubjectId(bad), MatcherError.SUBJECT_ID_INVALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101, Integer.MIN_VALUE})
    void qualityIsAPercentage(int bad) {
        assertRefused(() -> new Quality(bad), MatcherError.QUALITY_INVALID);
    }

    @Test
    void anEnrolmentHasOneToTenSamples() {
        Consent consent = new Consent("1", NOW);
        assertRefused(
                () -> new Enrolment(new SubjectId("a"), consent, List.of(), NOW), MatcherError.SAMPLE_COUNT_INVALID);
        assertRefused(
                () -> new Enrolment(new SubjectId("a"), consent, Collections.nCopies(11, FACES.sample(1, 1)), NOW),
                MatcherError.SAMPLE_COUNT_INVALID);
    }

    @Test
    void consentIsToAKnownTextAndInThePast() {
        assertRefused(() -> new Consent(" ", NOW), MatcherError.CONSENT_INVALID);
        assertRefused(
                () -> new Enrolment(
                        new SubjectId("a"), new Consent("1", NOW.plusSeconds(61)), List.of(FACES.sample(1, 1)), NOW),
                MatcherError.CONSENT_INVALID);
    }

    @Test
    void theEdgesOfQualityAndConsentBelongToThem() {
        new Quality(50).require(new Quality(50));
        assertRefused(() -> new Quality(49).require(new Quality(50)), MatcherError.QUALITY_TOO_LOW);
        new Consent("1", NOW.plusSeconds(60)).requireGivenBy(NOW);
        assertThat(new Enrolment(
                                new SubjectId("a"),
                                new Consent("x".repeat(64), NOW),
                                Collections.nCopies(10, FACES.sample(1, 1)),
                                NOW)
                        .samples())
                .hasSize(10);
    }

    /** An earlier version took a line end in the name of the text that was consented to. */
    @Test
    void aConsentThatWasStoredBeforeTheRuleIsReadAsOneLine() {
        assertThat(Consent.stored("2026\n1", NOW).policyVersion())
                .doesNotContain("\n")
                .contains("2026");
    }

    @Test
    void embeddingsAreEqualByTheirNumbersAlone() {
        Embedding one = Embedding.stored(new float[] {0.6f, 0.8f});

        assertThat(one).isEqualTo(Embedding.stored(new float[] {0.6f, 0.8f}));
        assertThat(one).hasSameHashCodeAs(Embedding.stored(new float[] {0.6f, 0.8f}));
        assertThat(one).isNotEqualTo(Embedding.stored(new float[] {0.8f, 0.6f})).isNotEqualTo("Embedding[2 floats]");
        assertThat(one.hashCode())
                .isNotEqualTo(Embedding.stored(new float[] {0.8f, 0.6f}).hashCode());
    }

    @Test
    void idsPrintAsTheyAreWritten() {
        assertThat(new GalleryId("people")).hasToString("people");
        assertThat(new ModelId("face@1")).hasToString("face@1");
        assertThat(new Candidate(new SubjectId("ada"), 0.5f)).hasToString("Candidate[" + new SubjectId("ada") + "]");
        assertThat(new MatcherException(MatcherError.NONCE_USED, "used").detail())
                .isEqualTo("used");
    }

    @Test
    void aNonceHasSixteenBytes() {
        assertRefused(() -> CaptureNonce.of(new byte[15]), MatcherError.NONCE_INVALID);
        assertRefused(() -> CaptureNonce.of(new byte[17]), MatcherError.NONCE_INVALID);
        assertThat(CaptureNonce.of(new byte[16]).text()).isEqualTo("AAAAAAAAAAAAAAAAAAAAAA");
    }

    private static void assertRefused(ThrowingCallable building, MatcherError error) {
        assertThatThrownBy(building)
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
