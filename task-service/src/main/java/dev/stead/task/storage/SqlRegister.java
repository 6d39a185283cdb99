package dev.stead.task.storage;

import dev.stead.task.domain.LatLng;
import dev.stead.task.domain.Merchant;
import dev.stead.task.domain.RegisterRecords;
import dev.stead.task.domain.Site;
import dev.stead.task.domain.Terminal;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables of the operator's register. */
record SqlRegister(Handle handle) implements RegisterRecords {

    /** Rises with every change of the register. */
    long epoch() {
        return handle.createQuery("SELECT epoch FROM register_epoch")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Optional<Terminal> terminal(String terminalId) {
        return handle.createQuery("""
                        SELECT terminal_id, latitude, longitude, site_id, merchant_id, state
                        FROM terminals WHERE terminal_id = :id
                        """)
                .bind("id", terminalId)
                .map((row, context) -> new Terminal(
                        Rows.text(row, "terminal_id"),
                        new LatLng(row.getDouble("latitude"), row.getDouble("longitude")),
                        row.getString("site_id"),
                        row.getString("merchant_id"),
                        Terminal.State.valueOf(Rows.text(row, "state"))))
                .findOne();
    }

    @Override
    public Optional<Merchant> merchant(String merchantId) {
        return handle.createQuery("SELECT merchant_id, display_name FROM merchants WHERE merchant_id = :id")
                .bind("id", merchantId)
                .map((row, context) -> new Merchant(Rows.text(row, "merchant_id"), Rows.text(row, "display_name")))
                .findOne();
    }

    @Override
    public Optional<Site> site(String siteId) {
        return handle.createQuery("SELECT site_id, display_name FROM sites WHERE site_id = :id")
                .bind("id", siteId)
                .map((row, context) -> new Site(Rows.text(row, "site_id"), Rows.text(row, "display_name")))
                .findOne();
    }

    @Override
    public void put(Terminal terminal) {
        nextEpoch();
        handle.createUpdate("""
                        INSERT INTO terminals (terminal_id, latitude, longitude, site_id, merchant_id, state)
                        VALUES (:id, :latitude, :longitude, :site, :merchant, :state)
                        ON CONFLICT (terminal_id) DO UPDATE SET latitude = excluded.latitude,
                          longitude = excluded.longitude, site_id = excluded.site_id,
                          merchant_id = excluded.merchant_id, state = excluded.state
                        """)
                .bind("id", terminal.id())
                .bind("latitude", terminal.location().latitude())
                .bind("longitude", terminal.location().longitude())
                .bind("site", terminal.siteId())
                .bind("merchant", terminal.merchantId())
                .bind("state", terminal.state().name())
                .execute();
    }

    @Override
    public void put(Merchant merchant) {
        nextEpoch();
        handle.createUpdate("""
                        INSERT INTO merchants (merchant_id, display_name) VALUES (:id, :name)
                        ON CONFLICT (merchant_id) DO UPDATE SET display_name = excluded.display_name
                        """)
                .bind("id", merchant.id())
                .bind("name", merchant.displayName())
                .execute();
    }

    @Override
    public void put(Site site) {
        nextEpoch();
        handle.createUpdate("""
                        INSERT INTO sites (site_id, display_name) VALUES (:id, :name)
                        ON CONFLICT (site_id) DO UPDATE SET display_name = excluded.display_name
                        """)
                .bind("id", site.id())
                .bind("name", site.displayName())
                .execute();
    }

    private void nextEpoch() {
        handle.execute("UPDATE register_epoch SET epoch = epoch + 1");
    }
}
