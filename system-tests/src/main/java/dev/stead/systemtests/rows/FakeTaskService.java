package dev.stead.systemtests.rows;

import dev.stead.mesh.Problem;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.ConfirmTaskResponse;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.TerminalServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A task service within this process that answers half of its calls and remembers all. Owns its server and channel. Thread-safe. */
final class FakeTaskService extends TerminalServiceGrpc.TerminalServiceImplBase implements AutoCloseable {
    private final Random random;
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> answered = new TreeSet<>();
    private final Server server;
    private final ManagedChannel channel;

    private FakeTaskService(Random random) throws IOException {
        this.random = random;
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(this)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    static FakeTaskService start(Random random) throws IOException {
        return new FakeTaskService(random);
    }

    ManagedChannel channel() {
        return channel;
    }

    /** The request ids that came. */
    synchronized Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** Those that got no answer: the terminal must ask again. */
    synchronized Set<String> owed() {
        Set<String> owed = new TreeSet<>(seen);
        owed.removeAll(answered);
        return owed;
    }

    @Override
    public synchronized void confirmTask(ConfirmTaskRequest request, StreamObserver<ConfirmTaskResponse> out) {
        seen.add(request.getRequestId());
        if (random.nextBoolean()) {
            out.onError(Problem.of(Status.Code.UNAVAILABLE, "SHUTTING_DOWN", "come again")
                    .asException());
            return;
        }
        answered.add(request.getRequestId());
        out.onNext(ConfirmTaskResponse.newBuilder()
                .setExecution(Execution.newBuilder()
                        .setExecutionId("e-" + request.getRequestId())
                        .setState(Execution.State.STATE_SUCCEEDED))
                .build());
        out.onCompleted();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
