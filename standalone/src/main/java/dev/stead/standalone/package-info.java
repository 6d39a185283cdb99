/**
 * All of Stead on one machine, for trying it out. The entry point is {@link dev.stead.standalone.StandaloneMain}.
 *
 * <ul>
 *   <li>Commands: {@link dev.stead.standalone.DemoCommand}, {@link dev.stead.standalone.UpCommand},
 *       {@link dev.stead.standalone.HomeCommand}, {@link dev.stead.standalone.TokenCommand},
 *       {@link dev.stead.standalone.AddTerminalCommand} and {@link dev.stead.standalone.LoadCommand}.
 *   <li>The mesh: {@link dev.stead.standalone.LocalMesh} runs the three services in this process, with the certificates, keys and databases
 *       of a {@link dev.stead.standalone.Home}.
 *   <li>The demo: {@link dev.stead.standalone.Demo} runs {@link dev.stead.standalone.Journey} and {@link dev.stead.standalone.Refusals}
 *       with the people ({@link dev.stead.standalone.Person}), samples ({@link dev.stead.standalone.DemoSamples}) and data
 *       ({@link dev.stead.standalone.DemoScenario}) of the demo, and prints a {@link dev.stead.standalone.DemoReport}.
 *   <li>Load: {@link dev.stead.standalone.LoadSetup} prepares a mesh, {@link dev.stead.standalone.LoadRequests} writes the requests, and
 *       {@link dev.stead.standalone.Ghz} sends them.
 * </ul>
 *
 * <p>It starts the services by their root classes and knows nothing of their internals. Between them there is gRPC over mutual TLS, as in
 * production.
 */
@NullMarked
package dev.stead.standalone;

import org.jspecify.annotations.NullMarked;
