package dev.stead.systemtests.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.time.Environment;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.storage.AuditLogProofs;
import dev.stead.task.testing.TaskWorld;
import dev.stead.terminal.ServiceChannels;
import dev.stead.terminal.cli.Cli;
import dev.stead.terminal.cli.CommandEnvironment;
import dev.stead.terminal.cli.Connector;
import io.grpc.Channel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** The task service with its audit log, and an operator's command line. */
final class AuditedWorld implements AutoCloseable {
    final AuditLog log;
    final TaskWorld world;
    private final Path folder;

    /** @param folder of the keys and of what the commands leave; a world after this one on the same folder has the same keys */
    AuditedWorld(Database database, Path folder) {
        var neighbours = TaskWorld.Neighbours.fresh();
        Path key = AssertionKeys.open(folder.resolve("audit")).privateKey();
        this.folder = folder;
        log = AuditLog.start(
                database, new AuditConfig("task", Optional.of(key), Map.of(), Map.of()), neighbours.clock());
        world = new TaskWorld(database, neighbours, Policy.NONE, new AuditLogProofs(log));
    }

    /** Output and exit code of a command. */
    record Answer(int exit, String out) {}

    Answer run(String... arguments) {
        Channel channel = world.channel(new Caller.Operator("op"));
        Connector connector =
                settings -> new Connector.Connection(new ServiceChannels(channel, channel, channel), () -> {});
        var out = new StringWriter();
        int exit = Cli.run(
                new CommandEnvironment(
                        new PrintWriter(out, true),
                        new PrintWriter(out, true),
                        false,
                        Map.of(),
                        new Environment(InstantSource.system(), new Random(1)),
                        System::nanoTime,
                        connector),
                arguments);
        return new Answer(exit, out.toString());
    }

    /** @param more options */
    Path export(String task, String... more) throws IOException {
        return Files.writeString(folder.resolve("evidence.txt"), done(with(more, "evidence", "export", task)));
    }

    Answer verify(Path evidence, String... more) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), done("evidence", "keys"));
        return run(with(more, "evidence", "verify", evidence.toString(), "--keys", keys.toString()));
    }

    /** What somebody else remembers of the log. */
    Path keep() throws IOException {
        String key = log.verifier().orElseThrow().text();
        return Files.writeString(
                folder.resolve("kept"), key + "\n" + log.latestCheckpoint().orElseThrow());
    }

    private String done(String... arguments) {
        Answer answer = run(arguments);
        assertThat(answer.exit()).as(answer.out()).isZero();
        return answer.out();
    }

    private static String[] with(String[] more, String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @Override
    public void close() {
        world.close();
        log.close();
    }
}
