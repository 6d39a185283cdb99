package dev.stead.payment.grpc;

import dev.stead.mesh.Unary;
import dev.stead.mesh.security.Caller;
import dev.stead.payment.application.PaymentUseCases;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.CheckBalanceRequest;
import dev.stead.payment.v1.CheckBalanceResponse;
import dev.stead.payment.v1.DepositRequest;
import dev.stead.payment.v1.DepositResponse;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.payment.v1.GetAccountResponse;
import dev.stead.payment.v1.LinkFundingSourceRequest;
import dev.stead.payment.v1.LinkFundingSourceResponse;
import dev.stead.payment.v1.ListPostingsRequest;
import dev.stead.payment.v1.ListPostingsResponse;
import dev.stead.payment.v1.OpenAccountRequest;
import dev.stead.payment.v1.OpenAccountResponse;
import io.grpc.stub.StreamObserver;

/** Accounts and statements over gRPC. Blocks, so it runs on virtual threads. */
public final class AccountGrpcService extends AccountServiceGrpc.AccountServiceImplBase {
    private final PaymentUseCases useCases;

    public AccountGrpcService(PaymentUseCases useCases) {
        this.useCases = useCases;
    }

    @Override
    public void openAccount(OpenAccountRequest request, StreamObserver<OpenAccountResponse> out) {
        Unary.answer(
                out,
                () -> OpenAccountResponse.newBuilder()
                        .setAccount(Replies.account(useCases.accounts().open(Requests.open(request))))
                        .build());
    }

    @Override
    public void deposit(DepositRequest request, StreamObserver<DepositResponse> out) {
        Unary.answer(
                out,
                () -> DepositResponse.newBuilder()
                        .setAccount(Replies.account(useCases.accounts().deposit(Requests.deposit(request))))
                        .build());
    }

    @Override
    public void linkFundingSource(LinkFundingSourceRequest request, StreamObserver<LinkFundingSourceResponse> out) {
        Unary.answer(out, () -> {
            useCases.accounts().link(Requests.linkFundingSource(request));
            return LinkFundingSourceResponse.getDefaultInstance();
        });
    }

    @Override
    public void getAccount(GetAccountRequest request, StreamObserver<GetAccountResponse> out) {
        Unary.answer(out, () -> {
            var id = new AccountId(request.getAccountId());
            var account = useCases.accounts().get(id, PaymentAccess.viewer(Caller.current()));
            return GetAccountResponse.newBuilder()
                    .setAccount(Replies.account(account))
                    .build();
        });
    }

    @Override
    public void listPostings(ListPostingsRequest request, StreamObserver<ListPostingsResponse> out) {
        Unary.answer(
                out,
                () -> Replies.statement(useCases.statements()
                        .page(Requests.statement(request), PaymentAccess.viewer(Caller.current()))));
    }

    @Override
    public void checkBalance(CheckBalanceRequest request, StreamObserver<CheckBalanceResponse> out) {
        Unary.answer(out, () -> Replies.report(useCases.balanceCheck().check()));
    }
}
