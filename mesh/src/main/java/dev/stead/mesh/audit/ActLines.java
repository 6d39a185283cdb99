package dev.stead.mesh.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.audit.AuditTable.Pending;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The service log's lines about acts, for whoever watches a service by its log lines: one for each act, written when it gets its place in
 * the audit log. So a line is written for what has committed only, by one process only, and no call waits for it. People's ids stay in the
 * audit log: service logs are copied to where nobody asks who may read them.
 */
final class ActLines {
    private static final Logger LOG = LoggerFactory.getLogger(ActLines.class);
    /** Kinds of objects and callers whose ids lead to a person; an account may be a person's. */
    private static final Set<String> PERSONAL = Set.of("person", "contact", "account");

    private ActLines() {}

    /** @param first the place of the first of these acts */
    static void write(long first, List<Pending> acts) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        long place = first;
        for (Pending act : acts) {
            write(place, act);
            place++;
        }
    }

    private static void write(long place, Pending act) {
        try {
            Leaf leaf = Leaf.parseFrom(act.leaf());
            LoggingEventBuilder line = LOG.atInfo().addKeyValue("leaf", place);
            line = with(line, "caller", impersonal(leaf.getCaller()));
            line = with(line, "called", leaf.getMethod());
            line = with(line, "request", leaf.getRequestId());
            line = with(
                    line,
                    "objects",
                    leaf.getObjectsList().stream().map(ActLines::impersonal).collect(Collectors.joining(" ")));
            line.log(leaf.getAct());
        } catch (InvalidProtocolBufferException notOurs) {
            // Somebody else wrote the row; what it holds is in the audit log all the same.
            LOG.warn("leaf {} of the audit log is not an act of this version", place);
        }
    }

    private static LoggingEventBuilder with(LoggingEventBuilder line, String key, String value) {
        return value.isEmpty() ? line : line.addKeyValue(key, value);
    }

    /** {@code task/17} as it is, of {@code person/17} the kind alone. */
    private static String impersonal(String path) {
        String kind = path.substring(0, Math.max(0, path.indexOf('/')));
        return PERSONAL.contains(kind) ? kind : path;
    }
}
