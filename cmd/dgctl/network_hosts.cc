#include "cmd/dgctl/network_hosts.h"

namespace dgctl::cmd {

NetworkHosts::Host& NetworkHosts::host(const std::string& origin) {
  const std::scoped_lock lock(mutex_);
  std::unique_ptr<Host>& host = hosts_[origin];
  if (host == nullptr) {
    providers::CurlOptions curl;
    curl.origin = origin;
    curl.user_agent = options_.user_agent;
    curl.connections = options_.connections;
    curl.verify = origin != trusted_;
    providers::use_environment(curl);
    host = std::make_unique<Host>(std::move(curl), clock_, options_);
    if (say_) host->telling.tell(say_);
    if (log_) host->logging.tell(log_);
  }
  return *host;
}

providers::Transport& NetworkHosts::open(const std::string& origin) {
  return host(origin).retrying;
}
providers::Transport& NetworkHosts::connections(const std::string& origin) {
  return host(origin).transport;
}

}  // namespace dgctl::cmd
