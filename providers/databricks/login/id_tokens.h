#pragma once

#include <string>

#include "providers/databricks/login/surroundings.h"
#include "providers/databricks/login/token_source.h"

// Where the ID tokens come from. Source: databricks-sdk-go config/experimental/auth/oidc.

namespace dgctl::providers {

/// env-oidc: a variable of the environment, read anew each time.
class IdTokenOfVariable : public IdTokens {
 public:
  IdTokenOfVariable(std::string name, Surroundings& surroundings)
      : name_(std::move(name)), surroundings_(surroundings) {}
  [[nodiscard]] bool needs_audience() const override { return false; }
  engine::Secret id_token(const std::string& audience, const std::stop_token& stop) override;

 private:
  std::string name_;
  Surroundings& surroundings_;
};

/// file-oidc: a file that somebody keeps fresh.
class IdTokenOfFile : public IdTokens {
 public:
  IdTokenOfFile(std::string path, Surroundings& surroundings)
      : path_(std::move(path)), surroundings_(surroundings) {}
  [[nodiscard]] bool needs_audience() const override { return false; }
  engine::Secret id_token(const std::string& audience, const std::stop_token& stop) override;

 private:
  std::string path_;
  Surroundings& surroundings_;
};

/// github-oidc: asked of GitHub by a job with `id-token: write`.
class IdTokenOfGithub : public IdTokens {
 public:
  /// `url` and `key`: what the job has in ACTIONS_ID_TOKEN_REQUEST_URL and _TOKEN.
  IdTokenOfGithub(std::string url, const engine::Secret& key, Hosts& hosts, engine::Clock& clock)
      : url_(std::move(url)), key_(key), hosts_(hosts), clock_(clock) {}
  [[nodiscard]] bool needs_audience() const override { return true; }
  engine::Secret id_token(const std::string& audience, const std::stop_token& stop) override;

 private:
  std::string url_;
  const engine::Secret& key_;
  Hosts& hosts_;
  engine::Clock& clock_;
};

}  // namespace dgctl::providers
