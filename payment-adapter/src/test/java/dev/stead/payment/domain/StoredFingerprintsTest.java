package dev.stead.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.LinkFundingSourceCommand;
import dev.stead.payment.domain.ledger.OpenAccountCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.settlement.RefundCommand;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.SettleCommand;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Pinned: fingerprints are stored forever, so what they are made of can never change. */
class StoredFingerprintsTest {
    private static final UUID REQUEST = new UUID(1, 2);
    private static final Owner PAYER = new Owner.Person("payer");
    private static final AccountId ACCOUNT = new AccountId("acc");
    private static final SettlementId SETTLEMENT = new SettlementId("settlement");
    private static final Money AMOUNT = new Money("EUR", 1_250);

    private static void assertFingerprint(RequestIdentity identity, String hex) {
        assertThat(identity.requestId()).isEqualTo(REQUEST);
        assertThat(identity.fingerprint().hex()).isEqualTo(hex);
    }

    @Test
    void everyCommandHasTheSameFingerprintForever() {
        assertFingerprint(
                new SettleCommand(REQUEST, PAYER, new Owner.Merchant("payee"), AMOUNT, "ref").identity(),
                "f5c761f11a4dad967ddcbaa853b941bd94e34048e689c0cfbb9333e33e4d20ed");
        assertFingerprint(
                new RefundCommand(REQUEST, SETTLEMENT, new Money("EUR", 50)).identity(),
                "e1ed6fa34f739b55e5e1bfe9ff13d29dc89e280aa4ae116c271225d015b27237");
        assertFingerprint(
                new Review(REQUEST, SETTLEMENT, Review.Finding.MOVED, "ada", "seen").identity(),
                "7abcdfd11d21277c5b750c126c28b47af64ff1eb7da8c15ff705f142974b2487");
        assertFingerprint(
                new OpenAccountCommand(REQUEST, ACCOUNT, PAYER, "EUR").identity(),
                "56dce4c67acc657f6d00bfae43fa7cf2f3437aa81f555a62b2afc1a927966b15");
        assertFingerprint(
                new DepositCommand(REQUEST, ACCOUNT, AMOUNT).identity(),
                "7c0346d788edf9807faef13b14602292a18af9950bafafbdf6707695b0ade7e6");
        assertFingerprint(
                new LinkFundingSourceCommand(REQUEST, ACCOUNT, "stripe", "cus_1").identity(),
                "f7cd2563a642cdc0057a9e04e219c881cf2bbe32b4595ca1fb515465d4484e6d");
    }
}
