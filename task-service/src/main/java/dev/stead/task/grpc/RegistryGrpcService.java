package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.v1.GetTerminalRequest;
import dev.stead.task.v1.GetTerminalResponse;
import dev.stead.task.v1.PutMerchantRequest;
import dev.stead.task.v1.PutMerchantResponse;
import dev.stead.task.v1.PutSiteRequest;
import dev.stead.task.v1.PutSiteResponse;
import dev.stead.task.v1.PutTerminalRequest;
import dev.stead.task.v1.PutTerminalResponse;
import dev.stead.task.v1.RegistryServiceGrpc;
import io.grpc.stub.StreamObserver;

/** The operator's calls about merchants, sites and terminals. Thread-safe. */
public final class RegistryGrpcService extends RegistryServiceGrpc.RegistryServiceImplBase {
    private final TaskUseCases useCases;
    private final IdempotentCalls calls;

    public RegistryGrpcService(TaskUseCases useCases) {
        this.useCases = useCases;
        this.calls = new IdempotentCalls(useCases.idempotentExecutor());
    }

    @Override
    public void putMerchant(PutMerchantRequest request, StreamObserver<PutMerchantResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            ProtoFields.require(request.hasMerchant(), "merchant");
            Merchant merchant = RegistryProto.read(request.getMerchant());
            return calls.run(
                    identity,
                    PutMerchantResponse.parser(),
                    repositories -> PutMerchantResponse.newBuilder()
                            .setMerchant(RegistryProto.write(useCases.registry().put(repositories, merchant)))
                            .build());
        });
    }

    @Override
    public void putSite(PutSiteRequest request, StreamObserver<PutSiteResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            ProtoFields.require(request.hasSite(), "site");
            Site site = RegistryProto.read(request.getSite());
            return calls.run(
                    identity,
                    PutSiteResponse.parser(),
                    repositories -> PutSiteResponse.newBuilder()
                            .setSite(RegistryProto.write(useCases.registry().put(repositories, site)))
                            .build());
        });
    }

    @Override
    public void putTerminal(PutTerminalRequest request, StreamObserver<PutTerminalResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            ProtoFields.require(request.hasTerminal(), "terminal");
            Terminal terminal = RegistryProto.read(request.getTerminal());
            return calls.run(
                    identity,
                    PutTerminalResponse.parser(),
                    repositories -> PutTerminalResponse.newBuilder()
                            .setTerminal(RegistryProto.write(useCases.registry().put(repositories, terminal)))
                            .build());
        });
    }

    @Override
    public void getTerminal(GetTerminalRequest request, StreamObserver<GetTerminalResponse> out) {
        Unary.answer(out, () -> {
            Terminal terminal = useCases.unitOfWork()
                    .read(repositories -> useCases.registry()
                            .terminal(repositories, ProtoFields.terminalId(request.getTerminalId())));
            return GetTerminalResponse.newBuilder()
                    .setTerminal(RegistryProto.write(terminal))
                    .build();
        });
    }
}
