package dev.stead.payment.grpc;

import static dev.stead.mesh.security.Role.MERCHANT;
import static dev.stead.mesh.security.Role.OPERATOR;
import static dev.stead.mesh.security.Role.PERSON;
import static dev.stead.mesh.security.Role.TASK;

import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Caller;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.ReconciliationServiceGrpc;
import dev.stead.payment.v1.SettlementServiceGrpc;
import java.util.Optional;

/** Who may call which method, as the comments of the contract say, and whose accounts they see. */
public final class PaymentAccess {
    private PaymentAccess() {}

    /** One row for each method. */
    public static Access table() {
        return AuditGrpcService.allow(Access.builder())
                .allow(SettlementServiceGrpc.getSettleMethod(), TASK)
                .allow(SettlementServiceGrpc.getGetSettlementMethod(), TASK, OPERATOR)
                .allow(SettlementServiceGrpc.getWatchSettlementMethod(), TASK, OPERATOR)
                .allow(SettlementServiceGrpc.getRefundMethod(), TASK, OPERATOR)
                .allow(SettlementServiceGrpc.getResolveReviewMethod(), OPERATOR)
                .allow(AccountServiceGrpc.getOpenAccountMethod(), OPERATOR)
                .allow(AccountServiceGrpc.getDepositMethod(), OPERATOR)
                .allow(AccountServiceGrpc.getLinkFundingSourceMethod(), OPERATOR)
                .allow(ReconciliationServiceGrpc.getReconcileMethod(), OPERATOR)
                .allow(AccountServiceGrpc.getGetAccountMethod(), PERSON, MERCHANT, OPERATOR)
                .allow(AccountServiceGrpc.getListPostingsMethod(), PERSON, MERCHANT, OPERATOR)
                .allow(AccountServiceGrpc.getCheckBalanceMethod(), OPERATOR)
                .build();
    }

    /** The id of the operator who calls. */
    static String operator(Caller caller) {
        return switch (caller) {
            case Caller.Operator(String id) -> id;
            case Caller.Person _, Caller.Merchant _, Caller.Terminal _, Caller.Service _, Caller.Gateway _ ->
                throw new IllegalStateException("the access list lets nobody else close a review");
        };
    }

    /** Whose accounts the caller may see; empty for an operator, who may see every account. */
    static Optional<Owner> viewer(Caller caller) {
        return switch (caller) {
            case Caller.Person(String personId) -> Optional.of(new Owner.Person(personId));
            case Caller.Merchant(String id) -> Optional.of(new Owner.Merchant(id));
            case Caller.Operator _ -> Optional.empty();
            case Caller.Terminal _, Caller.Service _, Caller.Gateway _ ->
                throw new IllegalStateException("the access list lets nobody else see accounts");
        };
    }
}
