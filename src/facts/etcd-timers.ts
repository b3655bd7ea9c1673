/** What etcd uses where nobody says otherwise, in milliseconds; made for members in one data centre (server/embed/config.go, DefaultTickMs and DefaultElectionMs, v3.5.0). */
export const HEARTBEAT = 100
export const ELECTION = 1000
