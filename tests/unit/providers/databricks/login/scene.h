#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "providers/databricks/login/login.h"
#include "providers/databricks/login/token_source.h"
#include "tests/support/catch.h"
#include "tests/support/fake_machine.h"
#include "tests/support/memory_stores.h"

namespace dgctl::tests {

inline constexpr const char* kHost = "https://dbc-1234.cloud.databricks.com";
inline constexpr const char* kAccountHost = "https://accounts.cloud.databricks.com";
inline constexpr const char* kAccountId = "7a1b2c3d-0000-4000-8000-000000000001";
inline constexpr const char* kToken = "dapicanary0123456789abcdef";
inline constexpr const char* kClientSecret = "dosecanary0123456789abcdef";

/// Hosts that answer as they are told, and keep what they were asked.
class FakeHosts : public providers::Hosts {
 public:
  using Answer = std::function<providers::Response(const providers::Request&)>;
  struct Asked {
    std::string origin;
    providers::Request request;
  };
  std::vector<Asked> asked;

  /// What a path, up to its query, is answered with; the last one counts.
  void answer(const std::string& origin, const std::string& path, Answer how) {
    answers_[origin + path] = std::move(how);
  }
  void answer(const std::string& origin,
              const std::string& path,
              int status,
              const std::string& body,
              std::vector<std::pair<std::string, std::string>> headers = {}) {
    answer(origin, path, [=](const providers::Request&) {
      return providers::Response{status, headers, body};
    });
  }
  /// The workspace's endpoint of tokens, where the real one has it.
  void offer_tokens(const std::string& body, int status = 200) {
    answer(kHost,
           "/oidc/.well-known/oauth-authorization-server",
           200,
           std::string(R"({"token_endpoint":")") + kHost + R"(/oidc/v1/token"})");
    answer(kHost, "/oidc/v1/token", status, body);
  }
  providers::Transport& open(const std::string& origin) override {
    return hosts_.try_emplace(origin, *this, origin).first->second;
  }
  [[nodiscard]] std::vector<std::string> paths() const {
    std::vector<std::string> all;
    for (const Asked& one : asked) {
      all.push_back(std::string(to_string(one.request.method)) + " " + one.origin +
                    one.request.path);
    }
    return all;
  }

 private:
  class Host : public providers::Transport {
   public:
    Host(FakeHosts& all, std::string origin) : all_(all), origin_(std::move(origin)) {}
    providers::Response send(const providers::Request& request, std::stop_token /*stop*/) override {
      all_.asked.push_back({origin_, request});
      const std::string path = request.path.substr(0, request.path.find('?'));
      const auto it = all_.answers_.find(origin_ + path);
      if (it == all_.answers_.end()) return {404, {}, R"({"error":"nothing here"})"};
      return it->second(request);
    }

   private:
    FakeHosts& all_;
    std::string origin_;
  };

  std::map<std::string, Answer> answers_;
  std::map<std::string, Host> hosts_;
};

/// A login from its settings to the headers of a request.
struct LoginScene {
  FakeMachine machine;
  FakeHosts hosts;
  StillClock clock;
  providers::LoginRequest request;

  LoginScene() {
    request.host = kHost;
    request.host_from = "workspace.host";
  }

  [[nodiscard]] providers::Login found() { return providers::find_login(request, machine); }
  /// The headers that a request is sent with.
  std::vector<std::pair<std::string, std::string>> headers() {
    const providers::Login login = found();
    const auto credentials = providers::make_credentials(login, {machine, hosts, clock});
    providers::Request sent;
    credentials->authorize(sent, {});
    return sent.headers;
  }
  /// Why there are none; no secret is in it.
  std::string failure() {
    std::string what = "nothing went wrong";
    try {
      headers();
    } catch (const engine::Error& error) {
      what = error.what();
    }
    CHECK(what.find("canary") == std::string::npos);
    return what;
  }
};

/// The same, where the environment says that its credentials are for that host.
struct HostScene : LoginScene {
  HostScene() { set("DATABRICKS_HOST", kHost); }
  void set(const std::string& name, const std::string& value) { machine.variables[name] = value; }
  void use_account() {
    request.host = kAccountHost;
    request.host_from = "account.host";
    request.account_id = kAccountId;
    set("DATABRICKS_HOST", kAccountHost);
  }
  void use_client() {
    set("DATABRICKS_CLIENT_ID", "3f0c");
    set("DATABRICKS_CLIENT_SECRET", kClientSecret);
  }
};

}  // namespace dgctl::tests
