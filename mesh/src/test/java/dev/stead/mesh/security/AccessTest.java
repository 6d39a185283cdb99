package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Echo;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.testing.TestServer;
import io.grpc.Status;
import java.security.cert.CertificateException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is who, and who may what. */
class AccessTest {
    private static final List<Caller> ALL = List.of(
            new Caller.Terminal("t-1"),
            new Caller.Merchant("m-1"),
            new Caller.Operator("o-1"),
            new Caller.Service("matcher"),
            new Caller.Service("task"),
            new Caller.Service("payment"),
            new Caller.Gateway("g-1"),
            new Caller.Person("s-1"));

    @Test
    void everyRoleIsLetInOrNotExactlyAsTheTableSays() {
        for (Role allowed : Role.values()) {
            Access table = Access.builder()
                    .allow(Echo.SAY, allowed)
                    .allow(Echo.CHAT, allowed)
                    .build();
            try (TestServer server = TestServer.start(List.of(), table, new Echo())) {
                for (Caller caller : ALL) {
                    if (caller.role() == allowed) {
                        assertThat(Hosts.say(server.as(caller), "hello")).isEqualTo("hello");
                    } else if (allowed == Role.PERSON && caller instanceof Caller.Gateway) {
                        Hosts.assertProblem(
                                () -> Hosts.say(server.as(caller), "hello"),
                                Status.Code.UNAUTHENTICATED,
                                "TOKEN_INVALID");
                    } else {
                        Hosts.assertProblem(
                                () -> Hosts.say(server.as(caller), "hello"),
                                Status.Code.PERMISSION_DENIED,
                                "ROLE_NOT_ALLOWED");
                    }
                }
                Hosts.assertProblem(
                        () -> Hosts.say(server.anonymous(), "hello"), Status.Code.UNAUTHENTICATED, "CALLER_UNKNOWN");
            }
        }
        assertThat(ALL.stream().map(Caller::role)).containsExactlyInAnyOrder(Role.values());
    }

    @Test
    void aTableHasOneRowForEachMethod() {
        assertThatThrownBy(() -> Access.builder().allow(Echo.SAY, Role.TASK).allow(Echo.SAY, Role.TERMINAL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Access.builder().allow(Echo.SAY)).isInstanceOf(IllegalArgumentException.class);
        Access table = Access.builder()
                .allow(Echo.SAY, Role.TASK)
                .allow(Echo.CHAT, Role.TASK)
                .build();
        assertThatThrownBy(() -> table.requireRows(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without a method: [stead.test.Echo/Chat, stead.test.Echo/Say]");
    }

    @Test
    void aCallersPathIsReadBackButNeverAsAPerson() {
        for (Caller caller : ALL) {
            if (caller instanceof Caller.Person) {
                assertThat(Caller.ofPath(caller.path())).isEmpty();
            } else {
                assertThat(Caller.ofPath(caller.path())).contains(caller);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "terminal",
                "terminal/",
                "/t-1",
                "terminal/a/b",
                "robot/r-1",
                "service/other",
                "Terminal/t-1",
                // No other id may have these, so no call could use such a terminal.
                "terminal/till 1",
                "terminal/kasse-\u00e4",
                "operator/anna@example.org",
                "merchant/a:b",
                "gateway/x1234567890123456789012345678901234567890123456789012345678901234"
            })
    void anUnknownPathIsNobody(String path) {
        assertThat(Caller.ofPath(path)).isEmpty();
    }

    @Test
    void readsASpiffeId() throws CertificateException {
        assertThat(SpiffeId.parse("spiffe://stead/terminal/t-7")).isEqualTo(new SpiffeId("stead", "terminal/t-7"));
        assertThat(SpiffeId.parse("spiffe://stead/terminal/t-7")).hasToString("spiffe://stead/terminal/t-7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://stead/terminal/t-7",
                "spiffe://stead",
                "spiffe://stead/",
                "spiffe:///terminal/t-7",
                "spiffe://Stead/terminal/t-7",
                "spiffe://stead/terminal//t-7",
                "spiffe://stead/terminal/../operator/o-1",
                "spiffe://stead/terminal/t 7",
                "spiffe://stead/terminal/t-7?x=1",
                "spiffe://user@stead/terminal/t-7",
                "spiffe://stead:1/terminal/t-7"
            })
    void refusesWhatIsNoSpiffeId(String uri) {
        assertThatThrownBy(() -> SpiffeId.parse(uri)).isInstanceOf(CertificateException.class);
    }
}
