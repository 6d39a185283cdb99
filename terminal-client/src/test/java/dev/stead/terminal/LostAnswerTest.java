package dev.stead.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stead.mesh.time.Environment;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.terminal.ClientMethods.ClientMethod;
import dev.stead.terminal.FakeServices.Arrival;
import io.grpc.Status;
import io.grpc.StatusException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A change whose answer is lost takes effect once, whoever repeats it: the client itself, or its caller. The methods are found by
 * reflection, so a new one without this habit fails here.
 */
class LostAnswerTest {
    /** What only reads, by the first word of its name. */
    private static final String READ = "(Check|Explain|Find|Get|Identify|List|Verify|Watch)[A-Z].*|Identify|Verify";

    /** What changes something without a request id, and is the same when it is repeated, as its contract says. */
    private static final Set<String> REPEATABLE =
            Set.of("AcknowledgeNotifications", "BeginActivation", "BeginApproval", "BeginRegistration", "BulkEnrol");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "DEADLINE_EXCEEDED"})
    void eachChangeIsSentAgainAsTheSameRequest(Status.Code loss) throws Exception {
        var clients = new ClientMethods(folder);
        List<ClientMethod> all = ClientMethods.all();
        List<String> changes = new ArrayList<>();
        for (ClientMethod plain : all) {
            var services = new FakeServices(loss.toStatus(), 1);
            Optional<Throwable> failure = plain.takesRequestId() ? Optional.empty() : clients.call(plain, services, 1);
            List<Arrival> arrivals = services.arrivals;
            assertThat(arrivals)
                    .as("%s reads, has a request id, or may be repeated", plain)
                    .allMatch(one -> one.changes() || one.method().matches(READ) || REPEATABLE.contains(one.method()));
            if (arrivals.stream().anyMatch(Arrival::changes)) {
                changes.add(arrivals.getFirst().method());
                assertThat(failure).as("failure of %s", plain).isEmpty();
                assertThat(arrivals).as("requests of %s", plain).hasSize(2);
                assertThat(Set.copyOf(arrivals)).as("effects of %s", plain).hasSize(1);
                assertThat(all)
                        .as("a form of %s that takes the caller's request id", plain)
                        .anyMatch(form -> form.takesRequestId() && form.isFormOf(plain));
            }
        }
        assertThat(changes).contains("Deposit", "EnrolSubject", "RegisterOrder", "ProposeTask", "ConfirmTask");
    }

    @Test
    void whatTheCallerRepeatsUnderItsOwnIdIsTheSameRequest() throws Exception {
        var clients = new ClientMethods(folder);
        for (ClientMethod form : ClientMethods.all()) {
            if (form.takesRequestId()) {
                var services = new FakeServices(Status.UNAVAILABLE, 1);
                assertThat(clients.call(form, services, 2))
                        .as("failure of %s", form)
                        .isEmpty();
                assertThat(services.arrivals).as("requests of %s", form).hasSize(3);
                assertThat(Set.copyOf(services.arrivals))
                        .as("effects of %s", form)
                        .hasSize(1);
                assertThat(services.arrivals.getFirst().requestId())
                        .as("request id of %s", form)
                        .isEqualTo(ClientMethods.REQUEST_ID.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK", "UNAVAILABLE", "DEADLINE_EXCEEDED"})
    void anyOtherAnswerIsNotAskedForAgain(Status.Code answer) {
        var services = new FakeServices(answer.toStatus(), 1);
        var environment = new Environment(InstantSource.system(), new Random(1));
        var operator = OperatorClient.of(new ServiceChannels(services, services, services), environment);

        assertThatExceptionOfType(SteadException.class)
                .isThrownBy(() -> operator.erase("people", "p-1"))
                .returns(answer.name(), SteadException::reason);
        assertThat(services.arrivals).hasSize(1);
    }

    @Test
    void silenceEndsAtTheDeadlineAndLeavesTheRequestIdToTheCaller() {
        List<Long> millisLeft = new ArrayList<>();

        assertThat(failure(Status.UNAVAILABLE, millisLeft).requestId()).contains(ClientMethods.REQUEST_ID);

        assertThat(millisLeft).hasSizeBetween(2, 10).allMatch(left -> left <= 50);
        assertThat(failure(Status.PERMISSION_DENIED, new ArrayList<>()).requestId())
                .isEmpty();
    }

    private static SteadException failure(Status always, List<Long> millisLeft) {
        var sender = new RequestSender(new Random(1), Duration.ofMillis(50), Duration.ofMillis(500));
        var stub = DelegationServiceGrpc.newBlockingV2Stub(new FakeServices(always, 0));
        return catchThrowableOfType(
                SteadException.class,
                () -> sender.send(ClientMethods.REQUEST_ID, "task service", stub, each -> {
                    millisLeft.add(Objects.requireNonNull(each.getCallOptions().getDeadline())
                            .timeRemaining(TimeUnit.MILLISECONDS));
                    throw new StatusException(always);
                }));
    }
}
