#include "cmd/dgctl/rotate.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/apply.h"
#include "cmd/dgctl/configuration.h"
#include "cmd/dgctl/start.h"
#include "engine/model/nearest.h"
#include "engine/render/shown.h"

namespace dgctl::cmd {
namespace {

/// The keys under which the configuration has secrets.
std::vector<std::string> keys_with_secret(const engine::Desired& desired) {
  std::vector<std::string> keys;
  for (const engine::DesiredResource& resource : desired.resources) {
    const engine::Shape shape = engine::descriptor_of(resource.address.kind).shape;
    if (shape == engine::Shape::Secret) keys.push_back(resource.address.key);
  }
  return keys;
}

void require_key(const RotateOptions& options, const engine::Desired& desired) {
  const std::vector<std::string> keys = keys_with_secret(desired);
  if (keys.empty()) {
    throw UsageError(
        "the configuration has no secret to rotate; write 'secret' in a service "
        "principal");
  }
  if (options.key.empty()) return;
  if (std::find(keys.begin(), keys.end(), options.key) != keys.end()) return;
  const std::string meant = engine::nearest(options.key, keys);
  std::string all;
  for (const std::string& key : keys) all += (all.empty() ? "" : ", ") + key;
  throw UsageError("no service principal '" + options.key + "' has a secret here" +
                   (meant.empty() ? "; there are " + all : "; did you mean '" + meant + "'?"));
}

CommandText rotate_text() {
  CommandText text{"rotate", "Add a secret, store it, and prove it by a login", "dgctl rotate"};
  text.group = "Connect Segment";
  text.details =
      "The one before keeps working, so that Segment is not cut off. Put the new one into Segment, "
      "then `dgctl rotate --retire` deletes the one before. There are never more than two.";
  text.more_examples = {
      {"dgctl rotate main", "Of one of several service principals"},
      {"dgctl rotate --retire", "Once Segment has the new one"},
  };
  text.exit_codes = ends_with({ExitCode::Auth,
                               ExitCode::Refused,
                               ExitCode::Locked,
                               ExitCode::Stale,
                               ExitCode::Cancelled,
                               ExitCode::Timeout,
                               ExitCode::Partial});
  text.see_also = {"dgctl connection", "dgctl apply"};
  return text;
}

}  // namespace

void add_rotate_command(CLI::App& app, Chosen& chosen) {
  const auto options = std::make_shared<RotateOptions>();
  CLI::App& command = add_command(app, rotate_text(), chosen, [options](Console& console) {
    const std::stop_token stop = start(console, options->common);
    return run_rotate(*options, console, stop);
  });
  command
      .add_option(
          "key", options->key, "The key of a service principal that has a secret; left out: of all")
      ->type_name("PRINCIPAL");
  command.add_flag("--retire", options->retire, "Delete the secret before the one in use");
  add_configuration_options(command, options->common);
  add_run_options(command, options->common);
  command.add_flag("--auto-approve", options->auto_approve, "Do not ask");
}

Ending run_rotate(const RotateOptions& options, Console& console, std::stop_token stop) {
  ApplyOptions apply;
  apply.check = [&](const engine::Desired& desired) { require_key(options, desired); };
  apply.common = options.common;
  apply.auto_approve = options.auto_approve;
  apply.rotation = engine::Rotation{!options.retire, options.retire, std::nullopt};
  if (!options.key.empty()) apply.rotation->key = options.key;
  return run_apply(apply, console, std::move(stop));
}

}  // namespace dgctl::cmd
