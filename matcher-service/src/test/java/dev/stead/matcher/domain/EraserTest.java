package dev.stead.matcher.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Enroller.DuplicatePolicy;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MapGallery;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Repeats;
import dev.stead.mesh.request.RequestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Eraser.Erasures, and who may enrol afterwards. */
class EraserTest {
    private final Faces faces = new Faces(5);
    private Instant now = Enrolments.NOW;
    private final MapGallery gallery = new MapGallery(MatcherBed.PEOPLE, () -> now);
    private final Enroller enroller = new Enroller(
            MapDecisionCounts.endless(() -> Enrolments.NOW), DuplicatePolicy.REFUSE, Duration.ofDays(3), () -> now);

    @Test
    void anErasureRepeatedGivesTheFirstReceiptAndAnotherIsRefused() {
        var eraser = eraser(Optional.empty());
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        RequestIdentity request = Enrolments.request();
        ErasureReceipt receipt = eraser.erase(gallery, request, new Eraser.ByOperator(new SubjectId("ada")));

        assertThat(receipt.erasedTemplates()).isEqualTo(2);
        assertThat(gallery.purges()).isOne();
        assertThat(eraser.erase(gallery, request, new Eraser.ByOperator(new SubjectId("ada"))))
                .isEqualTo(receipt);
        assertThat(gallery.purges())
                .as("the first try may have ended before its purge")
                .isEqualTo(2);
        Enrolments.assertRefused(
                () -> eraser.erase(gallery, Enrolments.request(), new Eraser.ByOperator(new SubjectId("ada"))),
                MatcherError.SUBJECT_UNKNOWN);
        Enrolments.assertRefused(() -> eraser.verify(receipt.id(), Optional.empty()), MatcherError.RECEIPT_UNKNOWN);
        var verified = new Eraser.Erasures.Verified(receipt, true);
        assertThat(eraser(Optional.of(verified)).verify(receipt.id(), Optional.empty()))
                .isEqualTo(verified);
    }

    @Test
    void aTokenThatErasedSomebodyEnrolsNobodyInTheirPlaceForAWhile() {
        Eraser eraser = eraser(Optional.empty());
        var ada = new SubjectId("ada");
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        eraser.erase(gallery, Enrolments.request(), new Eraser.ByToken(ada));

        assertThatThrownBy(() -> enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 2)))
                .isInstanceOfSatisfying(MatcherException.class, refused -> {
                    assertThat(refused.error()).isEqualTo(MatcherError.ENROLMENT_WAITS);
                    assertThat(refused.possibleFrom()).contains(Enrolments.NOW.plus(Duration.ofDays(3)));
                });

        enroller.enrol(gallery, Enrolments.request(), enrolment("bob", 3));
        now = Enrolments.NOW.plus(Duration.ofDays(3));
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 2));
    }

    @Test
    void anOperatorEnrolsInPersonAtOnceAndWhoProvedThatTheyAreTheySoDoes() {
        Eraser eraser = eraser(Optional.empty());
        var ada = new SubjectId("ada");
        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
        eraser.erase(gallery, Enrolments.request(), new Eraser.ByToken(ada));
        enroller.enrol(
                gallery,
                Enrolments.request(),
                new Enrolment(
                        ada,
                        Enrolments.CONSENT,
                        List.of(faces.sample(1, 0)),
                        now,
                        new LookAlikes(Optional.of("o-1"), List.of())));
        now = Enrolments.NOW.plusSeconds(1);

        var nonce = CaptureNonce.of(new byte[16]);
        Enrolments.assertRefused(
                () -> eraser.erase(gallery, Enrolments.request(), new Eraser.WithProof(ada, faces.sample(2, 0), nonce)),
                MatcherError.PROOF_FAILED);
        assertThat(gallery.find(ada)).as("nothing was erased").isPresent();
        Enrolments.assertRefused(
                () -> eraser.erase(gallery, Enrolments.request(), new Eraser.WithProof(ada, faces.sample(1, 3), nonce)),
                MatcherError.NONCE_USED);
        byte[] other = new byte[16];
        other[0] = 1;
        eraser.erase(
                gallery, Enrolments.request(), new Eraser.WithProof(ada, faces.sample(1, 3), CaptureNonce.of(other)));

        enroller.enrol(gallery, Enrolments.request(), enrolment("ada", 1));
    }

    private static Eraser eraser(Optional<Eraser.Erasures.Verified> verified) {
        CountedBudget budget = MapDecisionCounts.endless(() -> Enrolments.NOW);
        return new Eraser(
                (_, _) -> verified,
                new Identifier(
                        new RecentNonces(Duration.ofMinutes(10), 100, () -> 0),
                        budget,
                        Repeats.counted(),
                        new RecentVerifications(() -> 0),
                        Rings.NONE),
                budget);
    }

    private Enrolment enrolment(String subject, int person) {
        return Enrolments.of(subject, now, faces.sample(person, 0), faces.sample(person, 1));
    }
}
