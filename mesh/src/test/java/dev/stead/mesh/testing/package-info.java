/** What the services' own tests are built from: fresh databases and in-process servers. Published as mesh's test-jar. */
@NullMarked
package dev.stead.mesh.testing;

import org.jspecify.annotations.NullMarked;
