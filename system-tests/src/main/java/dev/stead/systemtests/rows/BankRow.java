package dev.stead.systemtests.rows;

import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.CheckBalanceRequest;
import dev.stead.payment.v1.CheckBalanceResponse;
import dev.stead.systemtests.process.JavaProcess;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** M8: whoever sums up the whole ledger, while processes are killed and the provider misbehaves, finds every cent. */
final class BankRow implements Row {
    private static final int TILLS = 16;
    private static final double BAD_CALLS = 0.3;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Stores store;

    BankRow(Stores store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "M8-" + store.word();
    }

    @Override
    public String proves() {
        return "each read of the whole ledger sums to the start, under kills and a provider that misbehaves";
    }

    @Override
    public Result run(RowContext context) throws Exception {
        int reads = context.size().of(100, 2_000);
        int kills = context.size().of(6, 100);
        var random = new Random(context.seed());
        List<String> wrong = new ArrayList<>();
        var result = new Result().figure("reads", reads).figure("kills", kills);
        try (TestMesh mesh = TestMesh.open(context, new TestMesh.Layout(store, BAD_CALLS, TILLS, 1))) {
            Run run = mesh.run(Integer.MAX_VALUE);
            Channel payment = mesh.as("operator/soak").payment();
            int landed = 0;
            for (int kill = 1; kill <= kills; kill++) {
                int moving = read(payment, reads / kills, wrong, context.nanoTime());
                boolean worked = run.awaitAnswered(run.answered() + 1, TIMEOUT);
                JavaProcess target =
                        mesh.targets().get(random.nextInt(mesh.targets().size()));
                landed += moving > 0 && worked && run.isSettling() && target.isAlive() ? 1 : 0;
                target.kill();
                target.startAndAwait();
                run.requireNoRefusal();
                context.progress().accept(kill * (reads / kills) + " reads, " + run.answered() + " settlements");
            }
            run.finish(TIMEOUT);
            result.inFlight(kills, landed)
                    .figure("settlements", run.answered())
                    .none("wrong-sums", wrong)
                    .none("stuck", run.unanswered());
            run.requireNoRefusal();
            mesh.processes().restartAll();
            Oracles.check(mesh, result);
        }
        return result;
    }

    /** Reads the whole ledger so often, and on until it moved; gives how many reads saw it move since the read before. */
    private static int read(Channel payment, int reads, List<String> wrong, LongSupplier nanoTime) {
        var accounts = AccountServiceGrpc.newBlockingStub(payment);
        int moving = 0;
        long postings = Long.MAX_VALUE;
        long end = nanoTime.getAsLong() + TIMEOUT.toNanos();
        for (int read = 0; read < reads || (moving == 0 && nanoTime.getAsLong() < end); ) {
            try {
                CheckBalanceResponse check = accounts.withDeadlineAfter(Duration.ofSeconds(20))
                        .checkBalance(CheckBalanceRequest.getDefaultInstance());
                wrong.addAll(check.getFindingsList());
                check.getSumsList().stream()
                        .filter(sum -> sum.getMinorUnits() != 0)
                        .forEach(sum -> wrong.add("a read sums to " + sum.getMinorUnits()));
                moving += check.getPostingCount() > postings ? 1 : 0;
                postings = check.getPostingCount();
                read++;
            } catch (StatusRuntimeException down) {
                // The adapter was just killed, or does not answer yet.
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        return moving;
    }
}
