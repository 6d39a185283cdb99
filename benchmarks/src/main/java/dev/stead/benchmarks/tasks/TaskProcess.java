package dev.stead.benchmarks.tasks;

import dev.stead.benchmarks.process.ServiceProcess;
import dev.stead.mesh.sql.DatabaseConfig;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The task service as a process of its own, with the memory that {@code ./stead task} gives it. Closing it ends the process. */
record TaskProcess(ServiceProcess process) implements AutoCloseable {
    private static final List<String> AS_SHIPPED = List.of("-Xms48m", "-Xmn32m", "-Xmx256m");

    static TaskProcess start(DatabaseConfig database, Path assertionJwks) throws IOException, InterruptedException {
        return new TaskProcess(ServiceProcess.start(new ServiceProcess.Spec(
                "service/task",
                "dev.stead.task.TaskMain",
                AS_SHIPPED,
                Map.of(
                        "STEAD_ASSERTION_JWKS_FILE",
                        assertionJwks.toAbsolutePath().toString(),
                        "STEAD_DATABASE_URL",
                        database.url(),
                        "STEAD_DATABASE_USER",
                        database.user()))));
    }

    ManagedChannel terminal() {
        return process.open("terminal/" + TaskPopulation.TERMINAL);
    }

    String metrics() throws IOException, InterruptedException {
        return process.metrics();
    }

    @Override
    public void close() {
        process.close();
    }
}
