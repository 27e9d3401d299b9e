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
    host = std::make_unique<Host>(curl, clock_, options_);
    if (say_) host->telling.tell(say_);
    if (log_) host->logging.tell(log_);
  }
  return *host;
}

// A run opens its workspace's connections before anybody says that he wants to be told.
void NetworkHosts::tell(std::function<void(const std::string&)> say) {
  const std::scoped_lock lock(mutex_);
  say_ = std::move(say);
  for (const auto& [origin, host] : hosts_) host->telling.tell(say_);
}
void NetworkHosts::log(std::function<void(const std::string&)> log) {
  const std::scoped_lock lock(mutex_);
  log_ = std::move(log);
  for (const auto& [origin, host] : hosts_) host->logging.tell(log_);
}

providers::Transport& NetworkHosts::open(const std::string& origin) {
  return host(origin).retrying;
}
providers::Transport& NetworkHosts::connections(const std::string& origin) {
  return host(origin).transport;
}

}  // namespace dgctl::cmd
