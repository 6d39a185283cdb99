package dev.stead.systemtests.rows;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ProblemException;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.payment.Payment;
import dev.stead.payment.PaymentConfig;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.v1.Account;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.payment.v1.GetSettlementRequest;
import dev.stead.payment.v1.Settlement;
import dev.stead.payment.v1.SettlementServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * D6: one random bit of the payment adapter's embedded store is flipped while nobody has it open. Started again as its main starts it,
 * the adapter refuses the file, or answers an error, or serves every balance and owner, and what each settlement is about, as it was.
 */
final class BitFlipRow implements Row {
    private static final int PAYEES = 12;
    private static final int SETTLEMENTS = 60;
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "D6-ledger";
    }

    @Override
    public String proves() {
        return "one flipped bit of the ledger's file is found, or changes no balance, no owner and no settlement but in its times";
    }

    /** What the adapter serves. */
    private record Served(List<Account> accounts, List<Settlement> settlements) {
        /** All but times and versions: what is whose, what was asked for, and how far it went. */
        Served matters() {
            return new Served(
                    accounts.stream()
                            .map(account ->
                                    account.toBuilder().clearCreateTime().build())
                            .toList(),
                    settlements.stream()
                            .map(settlement -> settlement.toBuilder()
                                    .clearCreateTime()
                                    .clearUpdateTime()
                                    .clearVersion()
                                    .build())
                            .toList());
        }
    }

    @Override
    public Result run(RowContext context) throws Exception {
        int flips = context.size().of(150, 10_000);
        var random = new Random(context.seed());
        Path file = context.folder().resolve("ledger.db");
        List<String> settlements = fill(file, context.seed());
        byte[] whole = Files.readAllBytes(file);
        Served before = served(context, file, settlements).orElseThrow();
        int found = 0;
        int altered = 0;
        List<String> wrong = new ArrayList<>();
        for (int flip = 0; flip < flips; flip++) {
            int bit = random.nextInt(whole.length * Byte.SIZE);
            Path flipped = context.folder().resolve("flipped-" + flip + ".db");
            write(flipped, whole, bit);
            Optional<Served> after = served(context, flipped, settlements);
            if (after.isEmpty()) {
                found++;
            } else if (!after.get().matters().equals(before.matters())) {
                wrong.add("bit " + bit + " changed a balance, an owner, or what a settlement is about");
            } else if (!after.get().equals(before)) {
                altered++;
            }
            delete(flipped);
            if (flip % 500 == 499) {
                context.progress().accept((flip + 1) + " of " + flips + " flips");
            }
        }
        return new Result()
                .figure("flips", flips)
                .figure("bytes", whole.length)
                .figure("found", found)
                .figure("altered", altered)
                .require(found * 50 >= flips, "vacuous: only " + found + " flips hit what is read")
                .none("wrong", wrong);
    }

    /** A ledger in which money has moved; the ids of its settlements. */
    private static List<String> fill(Path file, long seed) {
        var clock = new ManualClock();
        List<String> ids = new ArrayList<>();
        try (Database database = Database.open(DatabaseConfig.of("sqlite:" + file), PaymentDatabase.MIGRATIONS)) {
            var shop = dev.stead.payment.testing.Shop.over(
                    new PaymentDatabase(database, clock), new LedgerProvider(), clock, seed);
            shop.open(1_000_000);
            for (int payee = 0; payee < PAYEES; payee++) {
                shop.open(new AccountId("account-" + payee), new Owner.Person("person-" + payee));
            }
            for (int number = 0; number < SETTLEMENTS; number++) {
                clock.advance(Duration.ofSeconds(1));
                var order = new SettleCommand(
                        dev.stead.payment.testing.Shop.id("flip " + number),
                        dev.stead.payment.testing.Shop.PAYER,
                        new Owner.Person("person-" + number % PAYEES),
                        dev.stead.payment.testing.Shop.euros(100 + number),
                        "order " + number);
                ids.add(shop.useCases().settlements().settle(order).id().value());
            }
        }
        return ids;
    }

    /** What the adapter answers over this file; empty if it refuses the file or some question. */
    private static Optional<Served> served(RowContext context, Path file, List<String> settlements) {
        Settings settings = Settings.of(Map.of(
                "STEAD_TLS", "plaintext",
                "STEAD_PORT", "0",
                "STEAD_OPS_PORT", "0",
                "STEAD_DRAIN_DELAY", "1ms",
                "STEAD_DATABASE_URL", "sqlite:" + file));
        try (var lifecycle = new Lifecycle()) {
            ServiceHost payment =
                    Payment.start(PaymentConfig.from(settings), new LedgerProvider(), context.clock(), lifecycle);
            ManagedChannel channel = Channels.open(ChannelConfig.of(
                    "localhost:" + payment.port(), TlsConfig.plaintext("operator/soak"), "service/payment"));
            lifecycle.own(channel::shutdownNow);
            var accounts = AccountServiceGrpc.newBlockingStub(channel);
            List<Account> known = new ArrayList<>();
            for (String id : accountIds()) {
                known.add(accounts.withDeadlineAfter(DEADLINE)
                        .getAccount(
                                GetAccountRequest.newBuilder().setAccountId(id).build())
                        .getAccount());
            }
            var ledger = SettlementServiceGrpc.newBlockingStub(channel);
            List<Settlement> settled = new ArrayList<>();
            for (String id : settlements) {
                settled.add(ledger.withDeadlineAfter(DEADLINE)
                        .getSettlement(GetSettlementRequest.newBuilder()
                                .setSettlementId(id)
                                .build())
                        .getSettlement());
            }
            return Optional.of(new Served(known, settled));
        } catch (StatusRuntimeException | IllegalStateException | ProblemException refused) {
            return Optional.empty();
        }
    }

    private static List<String> accountIds() {
        List<String> ids = new ArrayList<>(List.of(
                dev.stead.payment.testing.Shop.PAYER_ACCOUNT.value(),
                dev.stead.payment.testing.Shop.PAYEE_ACCOUNT.value()));
        for (int payee = 0; payee < PAYEES; payee++) {
            ids.add("account-" + payee);
        }
        return ids;
    }

    private static void write(Path file, byte[] whole, int bit) throws IOException {
        byte[] bytes = whole.clone();
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        Files.write(file, bytes);
    }

    private static void delete(Path file) throws IOException {
        for (String rest : List.of("", "-wal", "-shm", ".lock")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + rest));
        }
    }
}
