package dev.stead.task.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.TerminalServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call by every kind of caller: let through exactly where the contract says "Callers:". */
class AccessTest {
    private static final TestDatabase DATABASE = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
    private static final TaskWorld WORLD = new TaskWorld(DATABASE.database());

    private static final List<Caller> CALLERS = List.of(
            new Caller.Terminal("t-1"),
            new Caller.Merchant("bakery"),
            new Caller.Operator("op"),
            new Caller.Service("matcher"),
            new Caller.Service("payment"),
            new Caller.Service("task"),
            new Caller.Gateway("web"),
            new Caller.Person("alice"));

    @AfterAll
    static void close() {
        WORLD.close();
        DATABASE.close();
    }

    private static Set<String> callers(MethodDescriptor<?, ?> method) {
        return switch (Objects.requireNonNull(method.getServiceName())) {
            case "stead.task.v1.DelegationService", "stead.task.v1.NotificationService" -> Set.of("person");
            case "stead.task.v1.OrderService" -> Set.of("merchant");
            case "stead.task.v1.RegistryService" -> Set.of("operator");
            case "stead.task.v1.TerminalService" ->
                switch (Objects.requireNonNull(method.getBareMethodName())) {
                    case "ReportCollection" -> Set.of("terminal", "merchant");
                    case "ExplainTask" -> Set.of("operator");
                    default -> Set.of("terminal");
                };
            default -> throw new IllegalStateException("a service without a row: " + method.getServiceName());
        };
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                        DelegationServiceGrpc.getServiceDescriptor(),
                        NotificationServiceGrpc.getServiceDescriptor(),
                        OrderServiceGrpc.getServiceDescriptor(),
                        RegistryServiceGrpc.getServiceDescriptor(),
                        TerminalServiceGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream())
                .flatMap(method -> CALLERS.stream().map(caller -> arguments(method, caller)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void onlyWhoTheContractNamesIsLetThrough(MethodDescriptor<?, ?> method, Caller caller) {
        boolean allowed = callers(method)
                .contains(caller.path().substring(0, caller.path().indexOf('/')));
        Throwable thrown = catchThrowable(() -> call(method, caller));
        // A gateway acts for a person, and here it has no token of one.
        String refusal = caller instanceof Caller.Gateway && callers(method).contains("person")
                ? "TOKEN_INVALID"
                : "ROLE_NOT_ALLOWED";
        boolean refused = thrown != null
                && Problem.from(thrown)
                        .filter(problem -> problem.reason().equals(refusal))
                        .isPresent();
        assertThat(refused).isEqualTo(!allowed);
    }

    private static <Q, A> void call(MethodDescriptor<Q, A> method, Caller caller) {
        Q request =
                Objects.requireNonNull(((PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype());
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(Duration.ofSeconds(2));
        if (method.getType() == MethodDescriptor.MethodType.UNARY) {
            var _ = ClientCalls.blockingUnaryCall(WORLD.channel(caller), method, options, request);
        } else {
            var _ = ClientCalls.blockingServerStreamingCall(WORLD.channel(caller), method, options, request)
                    .hasNext();
        }
    }
}
