/** Tests of the audit log. */
@NullMarked
package dev.stead.mesh.audit;

import org.jspecify.annotations.NullMarked;
