package dev.stead.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.systemtests.net.Fault;
import dev.stead.systemtests.net.FaultProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that says back what it hears. */
class FaultProxyTest {
    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket caller = server.accept()) {
                    caller.getInputStream().transferTo(caller.getOutputStream());
                } catch (IOException closed) {
                    // The next one, or the end.
                }
            }
        });
        proxy = FaultProxy.before(server.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(200);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    private String echoed(String words) throws IOException {
        client.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        return new String(client.getInputStream().readNBytes(words.length()), StandardCharsets.US_ASCII);
    }

    @Test
    void withoutAFaultEverythingPasses() throws IOException {
        assertThat(echoed("hello")).isEqualTo("hello");
    }

    @Test
    void delayKeepsTheBytes() throws IOException {
        client.setSoTimeout(5_000);
        proxy.begin(new Fault.Delay(Duration.ofMillis(20)));

        assertThat(echoed("hello")).isEqualTo("hello");
    }

    @Test
    void halfOpenConnectionIsSilentAndThenReset() throws IOException {
        proxy.begin(new Fault.HalfOpen());

        assertThatThrownBy(() -> echoed("hello")).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        client.setSoTimeout(5_000);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void oneWayLineLosesTheAnswer() throws IOException {
        proxy.begin(new Fault.OneWay());

        assertThatThrownBy(() -> echoed("hello")).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void cutLineEndsAfterThatManyBytes() throws IOException {
        proxy.begin(new Fault.Cut(3));
        client.setSoTimeout(5_000);
        client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));

        int read = 0;
        try {
            while (client.getInputStream().read() >= 0) {
                read++;
            }
        } catch (SocketException reset) {
            // As it must end; an RST may overtake what was sent before it.
        }
        assertThat(read).isLessThanOrEqualTo(3);
    }
}
