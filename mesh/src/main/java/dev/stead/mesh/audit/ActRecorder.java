package dev.stead.mesh.audit;

import com.google.protobuf.ByteString;
import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.time.Micros;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Stores acts within the transaction that does them: they are in the log if it commits, and nowhere if it does not. Takes no lock: the
 * place in the tree is given later, by {@link AuditLog}. Belongs to one transaction and its thread.
 */
public final class ActRecorder {
    private final Handle handle;
    private final Actor actor;
    private final InstantSource clock;
    private String requestId = "";

    public ActRecorder(Handle handle, Actor actor, InstantSource clock) {
        this.handle = handle;
        this.actor = actor;
        this.clock = clock;
    }

    /** The acts that follow are done for this request. */
    public void request(UUID id) {
        requestId = id.toString();
    }

    /** @return the hash by which the tree will know it, for whoever is to prove it later */
    public MerkleHash record(Act act) {
        var leaf = Leaf.newBuilder()
                .setTimeMicros(Micros.of(clock.instant()))
                .setCaller(actor.caller())
                .setMethod(actor.method())
                .setRequestId(requestId)
                .setAct(act.name())
                .addAllObjects(act.objects());
        act.content()
                .ifPresent(hash ->
                        leaf.setContentHash(ByteString.copyFrom(HexFormat.of().parseHex(hash.hex()))));
        byte[] bytes = leaf.build().toByteArray();
        new AuditTable(handle).addPending(bytes);
        return MerkleHash.ofLeaf(bytes);
    }
}
