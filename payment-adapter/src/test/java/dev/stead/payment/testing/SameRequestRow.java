package dev.stead.payment.testing;

import static dev.stead.payment.testing.Shop.euros;

import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Row M3: one request sent many times at once, to every service over one store, each of which also recovers interrupted settlements. One
 * caller has the lease; versions and the provider's key would keep the money right without it, so the row counts the calls.
 */
public final class SameRequestRow {
    private static final int COPIES = 50;

    private SameRequestRow() {}

    private record Request(String name, CountDownLatch met) {}

    /**
     * So many requests, 50 times each, at once.
     *
     * @param stores one a service, all over one empty database
     */
    public static Row run(List<UnitOfWork> stores, int requests, long seed) throws Exception {
        var row = new Row("M3", seed);
        var clock = new ManualClock();
        var provider = new ScriptedProvider(clock);
        List<Shop> shops = new ArrayList<>();
        for (UnitOfWork unitOfWork : stores) {
            shops.add(Shop.over(unitOfWork, provider, clock, seed + shops.size()));
        }
        shops.getFirst().open(10L * requests);
        var resumed = new AtomicInteger();
        int overlapping = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int request = 0; request < requests; request++) {
                var met = new CountDownLatch(1);
                // The provider keeps the first waiting until another copy has had its answer.
                provider.then(ScriptedProvider.Behaviour.SLOW).whileSlow(() -> {
                    await(met);
                    shops.forEach(
                            shop -> resumed.addAndGet(shop.useCases().recovery().runOnce()));
                });
                overlapping += sendAtOnce(shops, threads, new Request("same " + request, met), row);
            }
        }
        row.require(overlapping >= 0.9 * requests, "vacuous: only " + overlapping + " requests met themselves");
        long captures = provider.count(ScriptedProvider.Effect.CAPTURED);
        Shop one = shops.getFirst();
        row.figure("requests", requests).figure("copies", COPIES).figure("services", shops.size());
        row.figure("overlapping", overlapping).figure("captures", captures);
        row.figure("taken-up", resumed).figure("calls", provider.calls());
        row.require(resumed.get() == 0, resumed + " were resumed while their caller had the lease");
        row.require(
                provider.calls() == 2 * requests, provider.calls() + " calls for an authorisation and a capture each");
        row.require(captures == requests, captures + " captures");
        row.require(one.account(Shop.PAYEE_ACCOUNT).available().equals(euros(10L * requests)), "other posts");
        row.require(one.account(Shop.PAYER_ACCOUNT).available().equals(euros(0)), "the payer has money left");
        row.require(one.useCases().balanceCheck().check().isBalanced(), "the ledger does not balance");
        return row;
    }

    private static void await(CountDownLatch met) {
        try {
            boolean _ = met.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** 1 if a copy was answered while the first was under way. */
    private static int sendAtOnce(List<Shop> shops, ExecutorService threads, Request request, Row row)
            throws Exception {
        var go = new CountDownLatch(1);
        List<Future<Settlement>> answers = new ArrayList<>();
        for (int copy = 0; copy < COPIES; copy++) {
            Shop shop = shops.get(copy % shops.size());
            answers.add(threads.submit(() -> {
                go.await();
                Settlement answer = shop.settle(request.name, 10);
                if (answer.state() != SettlementState.SETTLED) {
                    request.met.countDown();
                }
                return answer;
            }));
        }
        go.countDown();
        Set<SettlementId> ids = new HashSet<>();
        for (Future<Settlement> answer : answers) {
            ids.add(answer.get().id());
        }
        row.require(ids.size() == 1, request.name + " became " + ids.size() + " settlements");
        Set<Settlement> ends = new HashSet<>();
        shops.forEach(shop -> ends.add(shop.settle(request.name, 10)));
        row.require(ends.size() == 1, request.name + " is answered in " + ends.size() + " ways");
        row.require(
                ends.stream().allMatch(end -> end.state() == SettlementState.SETTLED),
                request.name + " is not settled");
        return request.met.getCount() == 0 ? 1 : 0;
    }
}
