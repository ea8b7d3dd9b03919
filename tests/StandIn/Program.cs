// The one program of all stand-in images. What it does depends on how it is called:
//
//   stand-in serve tcp:5432 udp:53 …     answers on these ports with the name of its service, until asked to end
//   stand-in job [write FILE] [read FILE] [connect NAME:PORT] [exit N]   does that, in this order, and ends
//   stand-in examine PATH… tcp:NAME:PORT udp:NAME:PORT … name:NAME …   tells what it sees at the paths, who answers, and addresses
//   pg_isready, redis-cli, curl …        is healthy when its own server answers
//
// The service's name is the variable SERVICE: host names and addresses are what differs between Compose and a pod.
using StandIn;

var called = Path.GetFileName(Environment.GetCommandLineArgs()[0]);
return (called, args) switch
{
    ("stand-in", ["serve", .. var ports]) => Server.Run(ports),
    ("stand-in", ["job", .. var steps]) => await Job.RunAsync(steps),
    ("stand-in", ["examine", .. var subjects]) => await Examination.RunAsync(subjects),
    ("stand-in", _) => Server.Refuse("usage: stand-in serve PORT… | job STEP… | examine SUBJECT…"),
    _ => await HealthCheck.RunAsync(called, args),
};
