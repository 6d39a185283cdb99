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
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
    public Result run(RowContext circumstances) throws Exception {
        int reads = circumstances.size().of(100, 2_000);
        int kills = circumstances.size().of(6, 100);
        var chance = new Random(circumstances.seed());
        List<String> wrong = new ArrayList<>();
        var result = new Result().figure("reads", reads).figure("kills", kills);
        try (TestMesh world = TestMesh.open(circumstances, new TestMesh.Layout(store, BAD_CALLS, TILLS, 1))) {
            Run run = world.run(Integer.MAX_VALUE);
            Channel payment = world.as("operator/soak").payment();
            int landed = 0;
            for (int kill = 1; kill <= kills; kill++) {
                int moving = read(payment, reads / kills, wrong, circumstances.nanoTime());
                boolean worked = run.awaitAnswered(run.answered() + 1, PATIENCE);
                JavaProcess victim =
                        world.victims().get(chance.nextInt(world.victims().size()));
                landed += moving > 0 && worked && run.isSettling() && victim.isAlive() ? 1 : 0;
                victim.kill();
                victim.startAndAwait();
                run.requireNoRefusal();
                circumstances.progress().accept(kill * (reads / kills) + " reads, " + run.answered() + " settlements");
            }
            boolean finished = run.finish(PATIENCE);
            result.inFlight(kills, landed)
                    .figure("settlements", run.answered())
                    .none("wrong-sums", wrong)
                    .none("stuck", finished ? List.of() : List.of(run.waiting() + " tills have no answer"));
            run.requireNoRefusal();
            world.fleet().restartAll();
            Oracles.hold(world, result);
        }
        return result;
    }

    /** Reads the whole ledger so often, and on until it moved; gives how many reads saw it move since the read before. */
    private static int read(Channel payment, int reads, List<String> wrong, LongSupplier nanoTime) {
        var accounts = AccountServiceGrpc.newBlockingStub(payment);
        int moving = 0;
        long postings = Long.MAX_VALUE;
        long end = nanoTime.getAsLong() + PATIENCE.toNanos();
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
