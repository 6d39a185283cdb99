package dev.stead.task.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final Map<String, Function<String, Object>> IDS = Map.of(
            "task_id", TaskId::new,
            "terminal_id", TerminalId::new,
            "merchant_id", MerchantId::new,
            "order_id", OrderId::new,
            "execution_id", ExecutionId::new,
            "person_id", PersonId::new,
            "site_id", SiteId::new,
            "assertion_id", AssertionId::new);

    @Test
    void everyIdHasTheFormOfIdsThatCallersChoose() {
        IDS.forEach((field, id) -> {
            assertThat(id.apply("A-z_0.9")).hasToString("A-z_0.9");
            for (String wrong : new String[] {"", "a b", "a/b", "ä", "x".repeat(65)}) {
                assertThatThrownBy(() -> id.apply(wrong))
                        .isInstanceOfSatisfying(
                                TaskException.class,
                                refusal -> assertThat(refusal.error()).isEqualTo(TaskError.ID_INVALID))
                        .hasMessageStartingWith(field + " must be 1 to 64 characters of");
            }
        });
    }

    @Test
    void idsOfDifferentKindsAreNeverEqual() {
        assertThat((Object) new TaskId("same")).isNotEqualTo(new ExecutionId("same"));
    }
}
