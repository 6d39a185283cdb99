/**
 * What an operator installs, checked without a cluster: the manifests as kustomize renders them, and the images that they
 * name, run by podman from those manifests. Knows the services' settings and contract, and nothing of their insides.
 */
@NullMarked
package dev.stead.systemtests.k8s;

import org.jspecify.annotations.NullMarked;
