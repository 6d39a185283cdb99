package dev.stead.task.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables of the operator's registry. */
record RegistryTable(Handle handle, ActRecorder acts) implements Repositories.Registry {
    private static final String TERMINALS =
            "SELECT terminal_id, latitude, longitude, site_id, merchant_id, state FROM terminals ";

    @Override
    public long epoch() {
        return handle.createQuery("SELECT epoch FROM register_epoch")
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Optional<Terminal> terminal(TerminalId terminalId) {
        return handle.createQuery(TERMINALS + "WHERE terminal_id = :id")
                .bind("id", terminalId.value())
                .map((row, context) -> terminal(row))
                .findOne();
    }

    @Override
    public List<Terminal> terminals() {
        return handle.createQuery(TERMINALS)
                .map((row, context) -> terminal(row))
                .list();
    }

    private static Terminal terminal(ResultSet row) throws SQLException {
        return new Terminal(
                new TerminalId(RowMapper.text(row, "terminal_id")),
                new LatLng(row.getDouble("latitude"), row.getDouble("longitude")),
                RowMapper.optional(row, "site_id", SiteId::new),
                RowMapper.optional(row, "merchant_id", MerchantId::new),
                Terminal.State.valueOf(RowMapper.text(row, "state")));
    }

    @Override
    public Optional<Merchant> merchant(MerchantId merchantId) {
        return handle.createQuery("SELECT merchant_id, display_name FROM merchants WHERE merchant_id = :id")
                .bind("id", merchantId.value())
                .map((row, context) -> new Merchant(
                        new MerchantId(RowMapper.text(row, "merchant_id")), RowMapper.line(row, "display_name")))
                .findOne();
    }

    @Override
    public Optional<Site> site(SiteId siteId) {
        return handle.createQuery("SELECT site_id, display_name FROM sites WHERE site_id = :id")
                .bind("id", siteId.value())
                .map((row, context) ->
                        new Site(new SiteId(RowMapper.text(row, "site_id")), RowMapper.line(row, "display_name")))
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
                .bind("id", terminal.id().value())
                .bind("latitude", terminal.location().latitude())
                .bind("longitude", terminal.location().longitude())
                .bind("site", RowMapper.value(terminal.siteId(), SiteId::value))
                .bind("merchant", RowMapper.value(terminal.merchantId(), MerchantId::value))
                .bind("state", terminal.state().name())
                .execute();
        acts.record(Act.of("terminal." + terminal.state().name().toLowerCase(Locale.ROOT))
                .about("terminal", terminal.id().value())
                .about("site", RowMapper.value(terminal.siteId(), SiteId::value))
                .about("merchant", RowMapper.value(terminal.merchantId(), MerchantId::value))
                .containing(terminal.location().toString()));
    }

    @Override
    public void put(Merchant merchant) {
        nextEpoch();
        handle.createUpdate("""
                        INSERT INTO merchants (merchant_id, display_name) VALUES (:id, :name)
                        ON CONFLICT (merchant_id) DO UPDATE SET display_name = excluded.display_name
                        """)
                .bind("id", merchant.id().value())
                .bind("name", merchant.displayName())
                .execute();
        acts.record(Act.of("merchant.put").about("merchant", merchant.id().value()));
    }

    @Override
    public void put(Site site) {
        nextEpoch();
        handle.createUpdate("""
                        INSERT INTO sites (site_id, display_name) VALUES (:id, :name)
                        ON CONFLICT (site_id) DO UPDATE SET display_name = excluded.display_name
                        """)
                .bind("id", site.id().value())
                .bind("name", site.displayName())
                .execute();
        acts.record(Act.of("site.put").about("site", site.id().value()));
    }

    private void nextEpoch() {
        handle.execute("UPDATE register_epoch SET epoch = epoch + 1");
    }
}
