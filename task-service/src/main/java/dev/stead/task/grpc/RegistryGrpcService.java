package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.task.domain.Merchant;
import dev.stead.task.domain.Site;
import dev.stead.task.domain.Terminal;
import dev.stead.task.domain.UseCases;
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
    private final UseCases useCases;
    private final Mutations mutations;

    public RegistryGrpcService(UseCases useCases) {
        this.useCases = useCases;
        this.mutations = new Mutations(useCases.once());
    }

    @Override
    public void putMerchant(PutMerchantRequest request, StreamObserver<PutMerchantResponse> out) {
        Unary.answer(out, () -> {
            var intention = Mutations.intention(request.getRequestId(), request);
            Fields.require(request.hasMerchant(), "merchant");
            Merchant merchant = RegisterProto.read(request.getMerchant());
            return mutations.run(
                    intention,
                    PutMerchantResponse.parser(),
                    records -> PutMerchantResponse.newBuilder()
                            .setMerchant(RegisterProto.write(useCases.register().put(records, merchant)))
                            .build());
        });
    }

    @Override
    public void putSite(PutSiteRequest request, StreamObserver<PutSiteResponse> out) {
        Unary.answer(out, () -> {
            var intention = Mutations.intention(request.getRequestId(), request);
            Fields.require(request.hasSite(), "site");
            Site site = RegisterProto.read(request.getSite());
            return mutations.run(
                    intention,
                    PutSiteResponse.parser(),
                    records -> PutSiteResponse.newBuilder()
                            .setSite(RegisterProto.write(useCases.register().put(records, site)))
                            .build());
        });
    }

    @Override
    public void putTerminal(PutTerminalRequest request, StreamObserver<PutTerminalResponse> out) {
        Unary.answer(out, () -> {
            var intention = Mutations.intention(request.getRequestId(), request);
            Fields.require(request.hasTerminal(), "terminal");
            Terminal terminal = RegisterProto.read(request.getTerminal());
            return mutations.run(
                    intention,
                    PutTerminalResponse.parser(),
                    records -> PutTerminalResponse.newBuilder()
                            .setTerminal(RegisterProto.write(useCases.register().put(records, terminal)))
                            .build());
        });
    }

    @Override
    public void getTerminal(GetTerminalRequest request, StreamObserver<GetTerminalResponse> out) {
        Unary.answer(out, () -> {
            Terminal terminal =
                    useCases.store().read(records -> useCases.register().terminal(records, request.getTerminalId()));
            return GetTerminalResponse.newBuilder()
                    .setTerminal(RegisterProto.write(terminal))
                    .build();
        });
    }
}
