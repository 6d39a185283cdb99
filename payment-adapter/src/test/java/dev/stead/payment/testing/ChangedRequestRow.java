package dev.stead.payment.testing;

import static dev.stead.payment.testing.Shop.PAYEE;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static dev.stead.payment.testing.Shop.id;

import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.OpenAccountCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.settlement.RefundCommand;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.domain.settlement.Settlement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Row M4: a request id that comes again with any one field changed, before and after a restart. */
public final class ChangedRequestRow {
    private ChangedRequestRow() {}

    /**
     * So many requests of each kind.
     *
     * @param start opens the store, empty at first; called again for the restart
     */
    public static Row run(Supplier<UnitOfWork> start, int requests, long seed) {
        var row = new Row("M4", seed);
        var clock = new ManualClock();
        var provider = new ScriptedProvider(clock);
        Shop shop = Shop.over(start.get(), provider, clock, seed).open(1_000L * requests);
        shop.open(new AccountId("acc-other"), new Owner.Person("other"));
        for (int i = 0; i < requests; i++) {
            Settlement settled = shop.settle("m4 " + i, 100);
            shop.refund("m4 back " + i, settled.id(), 10);
        }
        int tried = changeAll(shop, requests, row);
        Shop again = Shop.over(start.get(), provider, clock, seed + 1);
        tried += changeAll(again, requests, row);
        row.figure("requests", requests).figure("changes", tried);
        return row.require(tried >= 20 * requests, "vacuous: only " + tried + " changes were tried");
    }

    private static int changeAll(Shop shop, int requests, Row row) {
        int tried = 0;
        String before = balances(shop);
        for (int i = 0; i < requests; i++) {
            for (Map.Entry<String, Runnable> change :
                    changes(shop, "m4 " + i, "m4 back " + i).entrySet()) {
                row.require(isReused(change.getValue()), "request " + i + " with another " + change.getKey());
                tried++;
            }
        }
        row.require(before.equals(balances(shop)), "a changed request moved money");
        return tried;
    }

    private static Map<String, Runnable> changes(Shop shop, String pay, String back) {
        var settle = shop.useCases().settlements();
        var other = new Owner.Merchant("other");
        UUID request = id(pay);
        var settlement = settle.ofRequest(request).id();
        var stranger = shop.settle("m4 stranger", 1).id();
        String reference = "ref " + pay;
        Map<String, Runnable> changes = new LinkedHashMap<>();
        changes.put(
                "payer",
                () -> settle.settle(
                        new SettleCommand(request, new Owner.Person("other"), PAYEE, euros(100), reference)));
        changes.put(
                "kind of payer",
                () -> settle.settle(
                        new SettleCommand(request, new Owner.Merchant("payer"), PAYEE, euros(100), reference)));
        changes.put("payee", () -> settle.settle(new SettleCommand(request, PAYER, other, euros(100), reference)));
        changes.put("amount", () -> settle.settle(new SettleCommand(request, PAYER, PAYEE, euros(101), reference)));
        changes.put(
                "currency",
                () -> settle.settle(new SettleCommand(request, PAYER, PAYEE, new Money("USD", 100), reference)));
        changes.put("reference", () -> settle.settle(new SettleCommand(request, PAYER, PAYEE, euros(100), "another")));
        changes.put(
                "operation",
                () -> shop.useCases().accounts().deposit(new DepositCommand(request, PAYER_ACCOUNT, euros(100))));
        changes.put(
                "refund's settlement",
                () -> shop.useCases().refunds().refund(new RefundCommand(id(back), stranger, euros(10))));
        changes.put(
                "refund's amount",
                () -> shop.useCases().refunds().refund(new RefundCommand(id(back), settlement, euros(11))));
        changes.put(
                "refund's currency",
                () -> shop.useCases().refunds().refund(new RefundCommand(id(back), settlement, new Money("USD", 10))));
        changes.put(
                "deposit's account",
                () -> shop.useCases()
                        .accounts()
                        .deposit(new DepositCommand(id("deposit"), PAYEE_ACCOUNT, euros(1_000))));
        changes.put(
                "opened owner",
                () -> shop.useCases()
                        .accounts()
                        .open(new OpenAccountCommand(id("open " + PAYER_ACCOUNT), PAYER_ACCOUNT, other, "EUR")));
        return changes;
    }

    private static boolean isReused(Runnable request) {
        try {
            request.run();
            return false;
        } catch (PaymentException e) {
            return e.error() == PaymentError.REQUEST_ID_REUSED;
        }
    }

    private static String balances(Shop shop) {
        shop.settle("m4 stranger", 1);
        return shop.account(PAYER_ACCOUNT) + " " + shop.account(PAYEE_ACCOUNT);
    }
}
