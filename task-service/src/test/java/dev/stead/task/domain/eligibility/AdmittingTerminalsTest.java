package dev.stead.task.domain.eligibility;

import static dev.stead.task.domain.Sample.SQUARE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.geo.JtsFence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At which terminals a task may be done, whatever the time. */
class AdmittingTerminalsTest {
    private static final Terminal ACTIVE = Sample.terminal(Terminal.State.ACTIVE);
    private static final MerchantId BAKERY = new MerchantId("bakery");

    private final Eligibility eligibility = new Eligibility(new JtsFence(), Policy.NONE);

    private static LatLng north(double meters) {
        return new LatLng(SQUARE.latitude() + meters / 111_195, SQUARE.longitude());
    }

    @Test
    void whatNoTimeChangesIsTerminalMerchantAndPlace() {
        List<Place> here = List.of(new Place.Circle(SQUARE, 100));
        List<Place> elsewhere = List.of(new Place.Circle(north(500), 100));
        List<Place> secondIsHere = List.of(new Place.Circle(north(500), 100), new Place.NamedSite(new SiteId("mall")));

        assertThat(eligibility.admits(BAKERY, here, ACTIVE)).isTrue();
        assertThat(eligibility.admits(BAKERY, secondIsHere, ACTIVE)).isTrue();
        assertThat(eligibility.admits(BAKERY, elsewhere, ACTIVE)).isFalse();
        assertThat(eligibility.admits(new MerchantId("butcher"), here, ACTIVE)).isFalse();
        assertThat(eligibility.admits(BAKERY, here, Sample.terminal(Terminal.State.SUSPENDED)))
                .isFalse();
        assertThat(eligibility.admits(BAKERY, List.of(triangle(42)), ACTIVE))
                .as("42 metres away")
                .isFalse();
    }

    private static Place.Polygon triangle(double metersAway) {
        LatLng corner = north(metersAway);
        return new Place.Polygon(List.of(
                corner,
                new LatLng(corner.latitude() + 0.001, corner.longitude()),
                new LatLng(corner.latitude() + 0.001, corner.longitude() + 0.001),
                corner));
    }

    /** A centimetre counts as nothing. */
    @Test
    void theEdgeOfAPlaceBelongsToIt() {
        double metersAway = SQUARE.metersTo(north(100));
        Terminal terminal =
                new Terminal(new TerminalId("t-1"), north(100), new SiteId("mall"), null, Terminal.State.ACTIVE);

        assertThat(eligibility.admits(BAKERY, List.of(new Place.Circle(SQUARE, metersAway - 0.009)), terminal))
                .isTrue();
        assertThat(eligibility.admits(BAKERY, List.of(new Place.Circle(SQUARE, metersAway - 0.011)), terminal))
                .isFalse();
    }

    /** What lies north or south of an area costs no geometry. */
    @Test
    void onlyAnAreaOnTheSameLatitudeIsMeasured() {
        List<Place.Polygon> asked = new ArrayList<>();
        var counting = new Eligibility(
                new Fence() {
                    @Override
                    public boolean isSimple(Place.Polygon polygon) {
                        throw new AssertionError("nobody asks");
                    }

                    @Override
                    public double metersOutside(Place.Polygon polygon, LatLng point) {
                        asked.add(polygon);
                        return 0.01;
                    }
                },
                Policy.NONE);

        assertThat(counting.admits(BAKERY, List.of(triangle(42)), ACTIVE)).isFalse();
        assertThat(asked).isEmpty();
        assertThat(counting.admits(BAKERY, List.of(triangle(-42)), ACTIVE))
                .as("a centimetre away")
                .isTrue();
        assertThat(asked).hasSize(1);
    }
}
