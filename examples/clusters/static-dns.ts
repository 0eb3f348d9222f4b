/** Static DNS: every selected machine knows the addresses of all hosts, by their names under the domain. */
import { all, anyCluster, clusterMachines, defineClusterService, type Element, system } from "troupe";

/** A machine of one's own cluster is also known by its short name. */
const namesOf = (host: Element, own: Element): readonly string[] =>
  host.clusterName === own.clusterName ? [host.fqdn, host.name, host.machineName] : [host.fqdn, host.name];

export const staticDns = defineClusterService({
  description: "Names for all hosts, without a name server",
  selectors: [clusterMachines()],
  // A filter stays within its cluster, unless it says otherwise.
  roles: { hosts: [anyCluster(all())] },
  definition: ({ roles, this: self }) =>
    system({
      networking: {
        hosts: Object.fromEntries(
          roles.hosts.flatMap((host) => Object.values(host.ips).flatMap((ips) => ips.map((ip) => [ip, [...namesOf(host, self)]]))),
        ),
      },
    }),
  extraConfig: system({ networking: { hosts: { "192.0.2.99": ["printer.example.com"] } } }),
});
