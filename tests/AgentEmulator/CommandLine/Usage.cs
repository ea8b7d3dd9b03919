namespace AgentEmulator;

/// <summary>The program's help.</summary>
internal static class Usage
{
    public static string Text { get; } = $$$"""
        Runs an executor under an emulated Mesos agent, and shows what passes between them.

          AgentEmulator --executor PATH --sandbox DIR --task FILE.json [options] [-- arguments of the executor]

          --executor PATH    the executor's executable
          --sandbox DIR      its working directory; its output goes to the files stdout and stderr there
          --task FILE        the TaskInfo to launch, as JSON; an array of them is launched as a group
          --script FILE      what to do when (below); without one the task is launched and nothing else is done
          --deadline TIME    when to kill an executor that has not ended; default 60s
          --checkpoint       the framework has checkpointing on: the executor outlives the agent's restart
          --capability NAME  a capability of the framework, such as TASK_KILLING_STATE; may be repeated
          --env NAME[=VALUE] a variable for the executor, from here when it has no value; may be repeated
          --token            calls have to carry the token that the environment hands over
          --tls              the agent speaks https, with certificates made for the occasion
          --domain-socket    the agent serves a domain socket as well
          --memory-cgroup    the executor gets a memory cgroup of its own (v1), destroyed with all that is in it

        A script is a JSON array of steps: {"on": TRIGGER, "do": ACTION}, with "after": TIME, and "nth": NUMBER for a later occurrence.
          triggers  a task state, {{{string.Join(", ", ScriptTriggers.Names)}}}
          actions   {{{string.Join(", ", ScriptActions.Names)}}}
          "down", "refuse-updates" and "acknowledge-late" take "for": TIME; "down" also "recovering": TIME; "kill" takes "grace": TIME;
          "refuse-updates" takes "status"; "signal" takes "signal"; "message", "error" and "raw" take "text".

        Example: launch a pod; when it runs, take the agent away for a second; when the agent has recovered, kill the pod.

          cat >task.json <<'EOF'
          {"task_id": {"value": "web.1"}, "labels": {"labels": [{"key": "fileName", "value": "compose.yml"}]},
           "resources": [{"name": "ports", "type": "RANGES", "ranges": {"range": [{"begin": 31000, "end": 31001}]}}]}
          EOF
          cat >script.json <<'EOF'
          [{"on": "TASK_RUNNING", "do": "down", "for": "1secs"},
           {"on": "recovered", "do": "kill", "grace": "3secs"}]
          EOF
          AgentEmulator --executor ./compose-executor --sandbox /tmp/sandbox --task task.json --script script.json --checkpoint

        Exit code: 0 the executor ended by itself and kept to the protocol, 1 it did not, 2 the input is wrong.
        """;
}
