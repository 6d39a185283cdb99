package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems, request ids and the lifecycle. */
class BasicsTest {
    @Test
    void aProblemHasExactlyOneErrorInfoAndIsReadBack() throws Exception {
        Problem problem = Problem.of(Status.Code.ABORTED, "STILL_RUNNING", "Wait.")
                .with("b", "2")
                .with("a", "1")
                .retryAfter(Duration.ofMillis(1_500));

        var infos = problem.asStatus().getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .toList();
        assertThat(infos).hasSize(1);
        assertThat(infos.getFirst().unpack(ErrorInfo.class).getDomain()).isEqualTo("stead.dev");
        assertThat(Problem.from(problem.asException())).contains(problem);
        assertThat(Problem.from(Status.UNKNOWN.asRuntimeException())).isEmpty();
    }

    @Test
    void okIsNoProblem() {
        assertThatThrownBy(() -> Problem.of(Status.Code.OK, "X", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAnyUuidAsRequestId() {
        UUID id = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

        assertThat(RequestIds.parse(id.toString())).isEqualTo(id);
        assertThat(RequestIds.parse("01890A5D-AC96-774B-BCCE-B302099A8057")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1-1-1-1-1", "00000000-0000-0000-0000-000000000000", "01890a5dac96774bbcceb302099a8057", "x"
            })
    void refusesWhatIsNoRequestId(String requestId) {
        Hosts.assertProblem(() -> RequestIds.parse(requestId), Status.Code.INVALID_ARGUMENT, "REQUEST_ID_INVALID");
    }

    @Test
    void closesTheLastOpenedFirstEvenIfOneFails() {
        List<String> closed = new ArrayList<>();
        try (var lifecycle = new Lifecycle()) {
            lifecycle.own(() -> closed.add("first"));
            lifecycle.own(() -> {
                throw new IllegalStateException("cannot close");
            });
            lifecycle.own(() -> closed.add("last"));
        }

        assertThat(closed).containsExactly("last", "first");
    }

    @Test
    void aClosedLifecycleClosesWhatItIsGiven() {
        List<String> closed = new ArrayList<>();
        var lifecycle = new Lifecycle();
        lifecycle.close();

        assertThatThrownBy(() -> lifecycle.own(() -> closed.add("late"))).isInstanceOf(IllegalStateException.class);
        assertThat(closed).containsExactly("late");
    }
}
