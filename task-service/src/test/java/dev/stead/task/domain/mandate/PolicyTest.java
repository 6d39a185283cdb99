package dev.stead.task.domain.mandate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final Mandate PAYMENT = Sample.payment(1);
    private static final Mandate ASKING = PAYMENT.with(List.of(new Constraint.ApprovalAbove(new Money("EUR", 1_000))));

    private static Money euro(long cents) {
        return new Money("EUR", cents);
    }

    private static Policy over(Money limit, ApprovalMethod method) {
        return new Policy(Duration.ZERO, List.of(limit), method, List.of());
    }

    @Test
    void itAsksForAnApprovalOverItsLimitWhateverTheMandateSays() {
        Policy policy = over(euro(500), ApprovalMethod.VERIFICATION);
        assertThat(policy.mayNeedApproval(PAYMENT)).isTrue();
        assertThat(policy.needsApproval(PAYMENT, euro(501))).isTrue();
        assertThat(policy.needsApproval(PAYMENT, euro(500))).isFalse();
        assertThat(policy.isOverLimit(PAYMENT, euro(501))).isTrue();
        assertThat(policy.isOverLimit(PAYMENT, euro(500))).isFalse();
    }

    @Test
    void aMandateAsksForOneToo() {
        assertThat(Policy.NONE.mayNeedApproval(ASKING)).isTrue();
        assertThat(Policy.NONE.needsApproval(ASKING, euro(1_001))).isTrue();
        assertThat(Policy.NONE.needsApproval(ASKING, euro(1_000))).isFalse();
        assertThat(Policy.NONE.isOverLimit(ASKING, euro(1_001))).isFalse();
        assertThat(Policy.NONE.mayNeedApproval(PAYMENT)).isFalse();
        assertThat(Policy.NONE.needsApproval(PAYMENT, euro(2_000))).isFalse();
    }

    @Test
    void onlyOverItsLimitAPasskeyIsNeeded() {
        Policy passkeys = over(euro(500), ApprovalMethod.PASSKEY);
        assertThat(passkeys.needsPasskey(PAYMENT, euro(501))).isTrue();
        assertThat(passkeys.needsPasskey(PAYMENT, euro(500))).isFalse();
        assertThat(passkeys.needsPasskey(ASKING, euro(400))).isFalse();
        assertThat(over(euro(500), ApprovalMethod.VERIFICATION).needsPasskey(PAYMENT, euro(501)))
                .isFalse();
    }

    @Test
    void aLimitOfAnotherCurrencyIsNone() {
        Policy dollars = over(new Money("USD", 500), ApprovalMethod.PASSKEY);
        assertThat(dollars.mayNeedApproval(PAYMENT)).isFalse();
        assertThat(dollars.isOverLimit(PAYMENT, euro(1_000))).isFalse();
        assertThat(over(euro(500), ApprovalMethod.PASSKEY).mayNeedApproval(Sample.collection()))
                .isFalse();
    }

    @Test
    void aPadScoreIsNeededOverItsLimit() {
        var rule = new Policy.PadAbove(euro(500), 50);
        assertThat(rule.isAbout(euro(501))).isTrue();
        assertThat(rule.isAbout(euro(500))).isFalse();
        assertThat(rule.isAbout(new Money("USD", 501))).isFalse();
        assertThat(rule.isAbout(null)).isFalse();
        assertThat(new Policy.PadAbove(euro(1), 1).band()).isEqualTo(1);
        assertThat(new Policy.PadAbove(euro(1), 100).band()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 101})
    void aScoreOutsideOfItsScaleIsRefused(int band) {
        assertThatThrownBy(() -> new Policy.PadAbove(euro(1), band))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 100, not " + band);
    }
}
