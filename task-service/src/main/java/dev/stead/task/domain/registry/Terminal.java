package dev.stead.task.domain.registry;

import dev.stead.task.domain.Require;
import org.jspecify.annotations.Nullable;

/**
 * A device at which people are recognised.
 *
 * @param siteId the site on which it stands
 * @param merchantId whose orders may be done at it; absent for every merchant's (a parcel station)
 */
public record Terminal(
        String id,
        LatLng location,
        @Nullable String siteId,
        @Nullable String merchantId,
        State state) {

    /** Whether a terminal may be used. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        RETIRED
    }

    public Terminal {
        Require.id("terminal_id", id);
        if (siteId != null) {
            Require.id("site_id", siteId);
        }
        if (merchantId != null) {
            Require.id("merchant_id", merchantId);
        }
    }
}
