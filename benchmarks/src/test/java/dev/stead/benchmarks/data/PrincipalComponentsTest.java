package dev.stead.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    @Test
    void componentsOfATurnedKnownSpectrumAreThatSpectrum() {
        int dimension = 24;
        SplittableRandom random = new SplittableRandom(11);
        float[] basis = DenseVectors.orthonormalRows(random, 4, dimension);
        // Points at plus and minus each axis: variances 8, 4, 2, 2 (times 1/4) exactly.
        double[] variances = {8, 4, 2, 2};
        float[] points = new float[8 * dimension];
        for (int axis = 0; axis < 4; axis++) {
            for (int i = 0; i < dimension; i++) {
                float value = (float) (Math.sqrt(variances[axis]) * basis[axis * dimension + i]);
                points[2 * axis * dimension + i] = value;
                points[(2 * axis + 1) * dimension + i] = -value;
            }
        }
        PrincipalComponents components = new PrincipalComponents(points, dimension);

        assertThat(components.holding(0.49)).isEqualTo(1);
        assertThat(components.holding(0.74)).isEqualTo(2);
        assertThat(components.holding(0.999)).isEqualTo(4);
        assertThat(components.participation()).isCloseTo(16.0 * 16 / (64 + 16 + 4 + 4), within(1e-4));
    }
}
