package dev.stead.mesh.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuildVersionTest {
    @AfterEach
    void forget() {
        System.clearProperty("dev.stead.version");
        System.clearProperty("dev.stead.commit");
    }

    @Test
    void theMetricsSayWhichBuildThisIs() {
        System.setProperty("dev.stead.version", "1.2.3");
        System.setProperty("dev.stead.commit", "0123456789ab-dirty");

        assertThat(BuildVersion.current()).hasToString("stead 1.2.3, commit 0123456789ab-dirty");
        try (var metrics = new Metrics()) {
            assertThat(metrics.scrape()).contains("stead_build{commit=\"0123456789ab-dirty\",version=\"1.2.3\"} 1");
        }
    }

    @Test
    void whatWasStartedByHandSaysThatItDoesNotKnow() {
        assertThat(BuildVersion.current()).hasToString("stead unknown, commit unknown");
    }
}
