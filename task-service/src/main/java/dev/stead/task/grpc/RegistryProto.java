package dev.stead.task.grpc;

import dev.stead.task.contract.PlaceProto;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;

/** The operator's registry on the wire. */
final class RegistryProto {
    private RegistryProto() {}

    static Merchant read(dev.stead.task.v1.Merchant merchant) {
        return new Merchant(new MerchantId(merchant.getMerchantId()), merchant.getDisplayName());
    }

    static dev.stead.task.v1.Merchant write(Merchant merchant) {
        return dev.stead.task.v1.Merchant.newBuilder()
                .setMerchantId(merchant.id().value())
                .setDisplayName(merchant.displayName())
                .build();
    }

    static Site read(dev.stead.task.v1.Site site) {
        return new Site(new SiteId(site.getSiteId()), site.getDisplayName());
    }

    static dev.stead.task.v1.Site write(Site site) {
        return dev.stead.task.v1.Site.newBuilder()
                .setSiteId(site.id().value())
                .setDisplayName(site.displayName())
                .build();
    }

    static Terminal read(dev.stead.task.v1.Terminal terminal) {
        ProtoFields.require(terminal.hasLocation(), "terminal.location");
        return new Terminal(
                new TerminalId(terminal.getTerminalId()),
                PlaceProto.read(terminal.getLocation()),
                terminal.getSiteId().isEmpty() ? null : new SiteId(terminal.getSiteId()),
                terminal.getMerchantId().isEmpty() ? null : new MerchantId(terminal.getMerchantId()),
                read(terminal.getState()));
    }

    static dev.stead.task.v1.Terminal write(Terminal terminal) {
        var proto = dev.stead.task.v1.Terminal.newBuilder()
                .setTerminalId(terminal.id().value())
                .setLocation(PlaceProto.write(terminal.location()))
                .setState(write(terminal.state()));
        SiteId site = terminal.siteId();
        if (site != null) {
            proto.setSiteId(site.value());
        }
        MerchantId merchant = terminal.merchantId();
        if (merchant != null) {
            proto.setMerchantId(merchant.value());
        }
        return proto.build();
    }

    private static Terminal.State read(dev.stead.task.v1.Terminal.State state) {
        return switch (state) {
            case STATE_ACTIVE -> Terminal.State.ACTIVE;
            case STATE_SUSPENDED -> Terminal.State.SUSPENDED;
            case STATE_RETIRED -> Terminal.State.RETIRED;
            case STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw ProtoFields.unknownEnum("terminal.state", "STATE_ACTIVE, STATE_SUSPENDED, STATE_RETIRED");
        };
    }

    private static dev.stead.task.v1.Terminal.State write(Terminal.State state) {
        return switch (state) {
            case ACTIVE -> dev.stead.task.v1.Terminal.State.STATE_ACTIVE;
            case SUSPENDED -> dev.stead.task.v1.Terminal.State.STATE_SUSPENDED;
            case RETIRED -> dev.stead.task.v1.Terminal.State.STATE_RETIRED;
        };
    }
}
