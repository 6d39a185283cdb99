package dev.stead.task.domain.registry;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TerminalId;
import org.jspecify.annotations.Nullable;

/**
 * A device at which people are identified.
 *
 * @param siteId the site on which it stands
 * @param merchantId whose orders may be done at it; absent for every merchant's (a parcel station)
 */
public record Terminal(
        TerminalId id,
        LatLng location,
        @Nullable SiteId siteId,
        @Nullable MerchantId merchantId,
        State state) {

    /** Whether a terminal may be used. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        RETIRED
    }
}
