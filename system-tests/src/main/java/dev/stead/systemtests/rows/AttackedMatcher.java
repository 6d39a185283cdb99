package dev.stead.systemtests.rows;

import com.google.protobuf.ByteString;
import dev.stead.matcher.MatcherMain;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.DevelopmentCa;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.testing.FrameWire;
import dev.stead.systemtests.process.FreePorts;
import dev.stead.systemtests.process.JavaProcess;
import io.grpc.ManagedChannel;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A matcher in a process of its own with mutual TLS, as it is shipped; people before a terminal; and terminals of which somebody has the
 * keys. Owns the process.
 */
final class AttackedMatcher implements AutoCloseable {
    private static final int DIMENSION = 512;
    private static final int PEOPLE = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    /** Tells the caller's nonces from those of an attack. */
    private static final int OWN = 1;

    private static final List<String> AS_SHIPPED =
            List.of("-XX:TieredStopAtLevel=4", "--add-modules=jdk.incubator.vector", "-Xms48m", "-Xmn32m");

    private final Lifecycle lifecycle = new Lifecycle();
    private final ExecutorService attackers = Executors.newCachedThreadPool();
    private final Map<String, SSLContext> stolen = new ConcurrentHashMap<>();
    private final long seed;
    private final int port;
    private final int opsPort;
    private final JavaProcess process;
    private final DevelopmentCa authority;
    private final TimedCaller caller;

    private AttackedMatcher(RowContext context, JavaProcess.Spec spec, JavaProcess process, DevelopmentCa authority) {
        this.seed = context.seed();
        this.port = spec.port();
        this.opsPort = Integer.parseInt(spec.settings().getOrDefault("STEAD_OPS_PORT", "0"));
        this.process = process;
        this.authority = authority;
        ManagedChannel operator = open("operator/o-1");
        for (int person = 0; person < PEOPLE; person++) {
            enrol(operator, person);
        }
        this.caller = new TimedCaller(open("terminal/beside"), context.nanoTime(), this::identify);
    }

    static AttackedMatcher start(RowContext context) throws IOException, InterruptedException {
        int port = FreePorts.one();
        DevelopmentCa authority = DevelopmentCa.open(context.folder().resolve("tls"), "stead", context.clock());
        Map<String, String> settings = new HashMap<>(new MatcherAlone(context.folder(), port, DIMENSION).settings());
        if (authority.issue("service/matcher") instanceof TlsConfig.Mutual own) {
            settings.put("STEAD_TLS", "mutual");
            settings.put("STEAD_TLS_CERTIFICATE", own.certificate().toString());
            settings.put("STEAD_TLS_KEY", own.key().toString());
            settings.put("STEAD_TLS_TRUST", own.trust().toString());
        }
        for (String budget : List.of(
                "STEAD_ANSWERS_PER_TERMINAL",
                "STEAD_REFUSALS_PER_TERMINAL",
                "STEAD_IDENTIFICATIONS_PER_SUBJECT",
                "STEAD_NEAR_ANSWERS_PER_ENROLMENT")) {
            settings.put(budget, "10000000");
        }
        var spec = new JavaProcess.Spec("matcher", MatcherMain.class.getName(), List.of(), settings, port, TIMEOUT);
        var process = new JavaProcess(spec, context.folder());
        if (context.size() == RowContext.Size.FULL) {
            process.startWith(AS_SHIPPED);
            process.requireReady();
        } else {
            // A build has not the time in which the second compiler is done.
            process.prepare();
            process.startAndAwait();
        }
        var matcher = new AttackedMatcher(context, spec, process, authority);
        matcher.caller.callFor(Duration.ofSeconds(context.size().of(1, 30)), new TimedCaller.Times());
        return matcher;
    }

    /** What somebody does to a matcher, beside whom others are served. */
    interface Attack {
        /**
         * Goes on until it is told to stop.
         *
         * @return how often the attack came to what it is about: connections that were ended, calls that were refused, streams that stalled
         */
        int run(AtomicBoolean over) throws IOException;
    }

    /** The time of calls without and beside an attack, and how often the attack came to what it is about. */
    record Beside(TimedCaller.Times quiet, TimedCaller.Times attacked, int landed) {}

    /** Calls with and without the attack in turn, so that a machine that becomes slower or busier makes both slower. */
    Beside measure(Attack attack, int rounds, Duration slice) throws Exception {
        var quiet = new TimedCaller.Times();
        var attacked = new TimedCaller.Times();
        int landed = Integer.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            caller.callFor(slice, quiet);
            var over = new AtomicBoolean();
            Future<Integer> attacking = attackers.submit(() -> attack.run(over));
            caller.callFor(slice, attacked);
            over.set(true);
            landed = Math.min(landed, attacking.get());
        }
        return new Beside(quiet, attacked, landed);
    }

    /** A connection of a terminal, with these settings as its first frame. */
    FrameWire connect(String terminal, byte[] settings) throws IOException {
        return new FrameWire(handshaken(terminal), settings);
    }

    /** A connection on which nothing was said yet but that it is HTTP/2. */
    Socket handshaken(String terminal) throws IOException {
        SSLContext keys = stolen.computeIfAbsent(terminal, this::keysOf);
        var socket = (SSLSocket) keys.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setTcpNoDelay(true);
        socket.startHandshake();
        return socket;
    }

    /** A connection without a certificate, and without a word. */
    Socket silent() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private SSLContext keysOf(String terminal) {
        try {
            if (authority.issue(terminal) instanceof TlsConfig.Mutual own
                    && SslContextBuilder.forClient()
                                    .sslProvider(SslProvider.JDK)
                                    .keyManager(
                                            own.certificate().toFile(),
                                            own.key().toFile())
                                    .trustManager(own.trust().toFile())
                                    .build()
                            instanceof JdkSslContext made) {
                return made.context();
            }
            throw new IllegalStateException("no keys of " + terminal);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody who is enrolled stands before the terminal. */
    IdentifyOnceRequest identify(int number) {
        ByteBuffer nonce = ByteBuffer.allocate(16).putLong(seed).putInt(number).putInt(OWN);
        return IdentifyOnceRequest.newBuilder()
                .setGalleryId("people")
                .setCaptureNonce(ByteString.copyFrom(nonce.flip()))
                .setSample(MatcherAlone.sample(seed + Math.floorMod(number, PEOPLE), DIMENSION))
                .build();
    }

    private void enrol(ManagedChannel operator, int person) {
        var _ = EnrolmentServiceGrpc.newBlockingStub(operator)
                .enrolSubject(MatcherAlone.enrolment("s-" + person, MatcherAlone.sample(seed + person, DIMENSION)));
    }

    private ManagedChannel open(String as) {
        ManagedChannel channel = Channels.open(new ChannelConfig(
                "localhost:" + port, authority.issue(as), "service/matcher", TIMEOUT, 65_536, Map.of()));
        lifecycle.own(channel::shutdownNow);
        return channel;
    }

    /** The memory of the process that is in use, in MiB. */
    long residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                .findFirst()
                .orElseThrow();
    }

    /** How many frames of streams it has worked on, by its own metrics. */
    int streamAnswers() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + opsPort + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("stead_identification_seconds_count")
                            && line.contains("method=\"Identify\""))
                    .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        lifecycle.close();
        attackers.shutdownNow();
        process.close();
    }
}
