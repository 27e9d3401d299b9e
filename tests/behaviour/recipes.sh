# What the cases that run examples/ci share. They source it.

ci=$EXAMPLES/ci
tests=$EXAMPLES/../tests/behaviour
export PATH="$tests/fakes:$PATH" CI_STORE="$PWD/.ci"
mkdir -p .ci

# What is checked out: an example's configuration as docs/ci.md says that it is to be for CI, with the state
# and the secret outside of the checkout, and the scripts of the recipes.
set_up() {
  mkdir -p repository/ci
  cp "$EXAMPLES/$1/workspace.json" .
  ln -s "$PWD/workspace.json" repository/workspace.json
  sed -e 's/^name: .*/name: acme/' -e "s|^workspace:|state: {path: $PWD/machine}\n&|" -e "s|\.secrets/|$PWD/machine/|" "$EXAMPLES/$1/dgctl.yml" >repository/dgctl.yml
  cp -R "$ci/scripts" repository/ci/dgctl
}

# Prints what differs from run to run as what it stands for, and leaves out how far dgctl is.
steady() {
  sed -E -e '/^(catalog|schema|grant|permission|s[a-z_]*)\.[^ ]+: /d' -e '/^reading /d' -e '/^[0-9]+ steps? done, /,+1d' \
    -e "s|$PWD/machine|/var/lib/dgctl|g" -e "s|$PWD|…|g"
}
recipe() {
  printf '$ recipe %s\n' "$*"
  "$tests/recipe" "$@" 2>&1 </dev/null | steady
}
github() { recipe github "$ci/github/$1" "${@:2}" | sed "s|$ci/||"; }
gitlab() { recipe gitlab "$ci/gitlab/dgctl.gitlab-ci.yml" "$@" | sed "s|$ci/||"; }
