package dev.stead.task.domain.ring;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.registry.Terminal;
import java.util.Locale;
import java.util.Optional;

/**
 * The place that a ring is about.
 *
 * @param name the place's own id
 */
public record RingId(Kind kind, String name) {

    /** The kinds of places that have rings. */
    public enum Kind {
        TERMINAL,
        MERCHANT,
        SITE
    }

    public static RingId of(TerminalId terminalId) {
        return new RingId(Kind.TERMINAL, terminalId.value());
    }

    public static RingId of(MerchantId merchantId) {
        return new RingId(Kind.MERCHANT, merchantId.value());
    }

    public static RingId of(SiteId siteId) {
        return new RingId(Kind.SITE, siteId.value());
    }

    /** The ring around a terminal's own: its merchant's, or its site's if it serves every merchant; none while it is not in use. */
    public static Optional<RingId> around(Terminal terminal) {
        if (terminal.state() != Terminal.State.ACTIVE) {
            return Optional.empty();
        }
        return Optional.ofNullable(terminal.merchantId())
                .map(RingId::of)
                .or(() -> Optional.ofNullable(terminal.siteId()).map(RingId::of));
    }

    /** As the contract writes it: {@code terminal/t-1}. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "/" + name;
    }
}
