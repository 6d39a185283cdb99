package dev.stead.task.domain;

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
        Check.id("terminal_id", id);
        if (siteId != null) {
            Check.id("site_id", siteId);
        }
        if (merchantId != null) {
            Check.id("merchant_id", merchantId);
        }
    }
}
