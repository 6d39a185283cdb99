package dev.stead.terminal;

import dev.stead.task.v1.EvidenceServiceGrpc;
import dev.stead.task.v1.ExportEvidenceRequest;
import dev.stead.task.v1.ExportEvidenceResponse;
import dev.stead.task.v1.GetEvidenceKeysRequest;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Exports evidence, for one of a task's people or an operator. Thread-safe. */
public final class EvidenceClient {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String TASKS = "task service";

    private final Channel channel;

    /** @param channel to the task service, with the caller's certificate or token; the caller owns it */
    public EvidenceClient(Channel channel) {
        this.channel = channel;
    }

    /**
     * All pages of a task's evidence, each a compact JWS.
     *
     * @param knownSize of a checkpoint of the task service's audit log that the caller keeps; 0 for none
     */
    public List<String> export(String taskId, long knownSize) {
        var pages = new ArrayList<String>();
        String token = "";
        do {
            var request = ExportEvidenceRequest.newBuilder()
                    .setTaskId(taskId)
                    .setPageToken(token)
                    .setKnownSize(knownSize)
                    .build();
            ExportEvidenceResponse page = ServiceCalls.call(TASKS, () -> stub().exportEvidence(request));
            pages.add(page.getEvidence());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return pages;
    }

    /** The keys that verify evidence, a JWK set as JSON. */
    public String keys() {
        return ServiceCalls.call(TASKS, () -> stub().getEvidenceKeys(GetEvidenceKeysRequest.getDefaultInstance()))
                .getJwkSet();
    }

    private EvidenceServiceGrpc.EvidenceServiceBlockingV2Stub stub() {
        return ServiceCalls.within(DEADLINE, EvidenceServiceGrpc.newBlockingV2Stub(channel));
    }
}
