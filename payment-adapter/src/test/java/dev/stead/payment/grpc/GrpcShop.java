package dev.stead.payment.grpc;

import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.testing.TestServer;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.Shop;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.Owner;
import dev.stead.payment.v1.SettleRequest;
import dev.stead.payment.v1.SettlementServiceGrpc;
import dev.stead.type.v1.Money;
import java.time.InstantSource;
import java.util.List;

/** A shop behind an in-process server with the service's own access list. Owns the server and the database. */
record GrpcShop(Shop shop, TestServer server, TestDatabase database) implements AutoCloseable {
    static final Caller TASK = new Caller.Service("task");
    static final Caller OPERATOR = new Caller.Operator("op");

    static GrpcShop over(Provider provider) {
        TestDatabase database = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS);
        Shop shop = Shop.over(
                new PaymentDatabase(database.database(), InstantSource.system()), provider, new ManualClock());
        var server = TestServer.start(
                List.of(new PaymentErrors()),
                PaymentAccess.table(),
                new SettlementGrpcService(shop.useCases()),
                new AccountGrpcService(shop.useCases()),
                new ReconciliationGrpcService(shop.useCases()));
        return new GrpcShop(shop, server, database);
    }

    SettlementServiceGrpc.SettlementServiceBlockingStub settlements(Caller caller) {
        return SettlementServiceGrpc.newBlockingStub(server.as(caller));
    }

    AccountServiceGrpc.AccountServiceBlockingStub accounts(Caller caller) {
        return AccountServiceGrpc.newBlockingStub(server.as(caller));
    }

    static SettleRequest.Builder pay(String request, long cents) {
        return SettleRequest.newBuilder()
                .setRequestId(Shop.id(request).toString())
                .setPayer(Owner.newBuilder().setSubjectId("payer"))
                .setPayee(Owner.newBuilder().setMerchantId("payee"))
                .setAmount(euros(cents))
                .setReference("ref " + request);
    }

    static Money euros(long cents) {
        return Money.newBuilder().setCurrencyCode("EUR").setMinorUnits(cents).build();
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
